// A figure that the server makes, in the page's theme.
import type {Plotly, PlotElement} from 'plotly.js/lib/core';
import {busyUntil, el} from '../dom.ts';
import {getJSON} from '../fetch.ts';
import {hasWebGL, loadPlotly, whenSeen} from '../plot/load.ts';
import {config, layoutOf, look, scaleOf, tame} from '../plot/look.ts';
import {onTheme, theme} from '../theme.ts';

export interface Figure {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

interface FigureOptions {
  place: HTMLElement;
  address: () => string; // without the theme
  instead?: () => string; // sentence when it cannot be drawn, "": it can
  nothing: () => string; // sentence when there is nothing to draw
  now?: boolean; // it is in sight when the page opens
  prepare?: (figure: Figure) => void;
  traces?: (figure: Figure) => Record<string, unknown>[]; // the traces to draw
  drawn?: (plot: PlotElement, first: boolean) => void;
}

export class FigureView {
  plotly: Plotly | null = null;
  plot: PlotElement | null = null;
  figure: Figure | null = null;
  private seen = false;
  private readonly inner = el('div', {class: 'chart'});
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly options: FigureOptions) {
    const begin = () => {
      this.seen = true;
      void this.update();
    };
    if (options.now) begin();
    else whenSeen(options.place, begin);
    onTheme(() => void this.update());
  }

  update(): Promise<void> {
    if (!this.seen) return Promise.resolve();
    const drawn = this.queue.then(() => this.draw()).catch((error: unknown) => {
      this.say(`This chart could not be drawn (${error instanceof Error ? error.message : String(error)}).`);
    });
    this.queue = busyUntil(this.options.place, drawn);
    return this.queue;
  }

  private async draw(): Promise<void> {
    const sentence = this.options.instead?.();
    if (sentence) return this.say(sentence);
    const [figure, plotly] = await Promise.all([getJSON<Figure>(`${this.options.address()}theme=${theme()}`), loadPlotly()]);
    this.plotly = plotly;
    if (figure.data.length === 0) return this.say(this.options.nothing());
    if (figure.data.some((trace) => trace.type === 'scattergl') && !hasWebGL()) withoutWebGL(figure);
    figure.layout = {...figure.layout, hoverlabel: layoutOf(look()).hoverlabel, uirevision: 'keep'};
    for (const [name, axis] of Object.entries(figure.layout)) {
      const title = /^[xy]axis/.test(name) && (axis as {title?: {font?: unknown; standoff?: number}}).title;
      if (title) Object.assign(title, {font: {size: 12}, standoff: 6});
      if ((axis as {type?: string}).type === 'log' && !(axis as {ticktext?: unknown}).ticktext) Object.assign(axis as object, scaleOf(true));
    }
    this.options.prepare?.(figure);
    tame(figure.data, figure.layout.yaxis as Record<string, unknown> | undefined);
    this.figure = figure;
    const first = this.plot === null;
    if (first) {
      this.inner.className = this.options.place.classList.contains('tall') ? 'chart tall' : 'chart';
      this.options.place.replaceChildren(this.inner);
    }
    this.plot = await plotly.react(this.inner, this.options.traces?.(figure) ?? figure.data, figure.layout, config);
    this.options.drawn?.(this.plot, first);
  }

  // say shows a sentence in place of the figure.
  private say(sentence: string): void {
    if (this.plot) this.plotly?.purge(this.plot);
    this.plot = null;
    this.options.place.replaceChildren(el('p', {class: 'chart-error', text: sentence}));
  }
}

function withoutWebGL(figure: Figure): void {
  for (const trace of figure.data) if (trace.type === 'scattergl') trace.type = 'scatter';
}
