// The part of Plotly that this client uses.
declare module 'plotly.js/lib/core' {
  interface PlotlyEvent {
    points?: {
      curveNumber: number; pointNumber: number; x: number; y: number; customdata?: unknown; data: {meta?: {run?: string}};
      yaxis?: {_offset: number; d2p: (value: number) => number};
    }[];
    event?: Event;
    [key: string]: unknown;
  }
  interface PlotElement extends HTMLElement {
    data: Record<string, unknown>[];
    layout: Record<string, unknown>;
    on(event: string, listener: (event: PlotlyEvent) => void): void;
    _fullLayout?: {xaxis?: {range: number[]; type: string; autorange?: boolean}};
  }
  interface Plotly {
    register(modules: unknown[]): void;
    react(element: HTMLElement, data: unknown[], layout: unknown, config?: unknown): Promise<PlotElement>;
    relayout(element: HTMLElement, layout: unknown): Promise<PlotElement>;
    restyle(element: HTMLElement, style: unknown, traces?: number[]): Promise<PlotElement>;
    purge(element: HTMLElement): void;
    Plots: {resize(element: HTMLElement): Promise<void>};
    Fx: {hover(element: HTMLElement, points: unknown, subplot?: string): void; unhover(element: HTMLElement): void};
  }
  const plotly: Plotly;
  export default plotly;
  export type {Plotly, PlotElement, PlotlyEvent};
}
declare module 'plotly.js/src/traces/scattergl/strict' {
  const trace: unknown;
  export default trace;
}
declare module 'plotly.js/src/traces/parcoords/strict' {
  const trace: unknown;
  export default trace;
}
