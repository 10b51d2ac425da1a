// The look of charts in the page's theme, with the colours of the server's pictures.
import type {Colors, Palette} from '../api.ts';
import {pageData} from '../dom.ts';
import {visible} from '../format.ts';
import {theme} from '../theme.ts';

let looks: Palette | null = null;

export function look(): Colors {
  looks ??= pageData<Palette>('palette');
  return looks[theme()];
}

export function layoutOf(now: Colors): Record<string, unknown> {
  return {
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
    font: {family: 'Inter, system-ui, sans-serif', size: 12, color: now.text},
    margin: {l: 52, r: 14, t: 8, b: 36}, hovermode: 'x unified', hoverdistance: -1, showlegend: true,
    legend: {orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', font: {size: 12}},
    hoverlabel: {bgcolor: theme() === 'dark' ? '#0c265e' : '#ffffff', bordercolor: now.grid, font: {color: now.text, family: 'Inter, system-ui, sans-serif'}},
  };
}

export function axisOf(now: Colors, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {gridcolor: now.grid, linecolor: now.grid, zeroline: false, automargin: true, exponentformat: 'SI', ...more};
}

export const config = {
  displaylogo: false, responsive: true, doubleClick: 'reset', scrollZoom: false,
  modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d', 'toImage', 'sendDataToCloud'],
  displayModeBar: false,
};

// plain escapes outside text: Plotly reads some HTML in names.
export function plain(text: string): string {
  return visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

// scaleOf returns a linear or a logarithmic axis. The logarithmic one has full
// labels; Plotly would write 2 for 0.2.
export function scaleOf(log: boolean): Record<string, unknown> {
  return log ? {type: 'log', tickformat: '~g'} : {type: 'linear'};
}

// tame moves values far outside a chart's range near to it: SVG cannot place 2e74.
export function tame(traces: Record<string, unknown>[], axis: Record<string, unknown> | undefined): void {
  const range = axis?.range as [number, number] | undefined;
  if (!range || axis?.type === 'log') return;
  const [low, high] = [Math.min(...range), Math.max(...range)];
  const room = (high - low || 1) * 20;
  for (const trace of traces) {
    if (Array.isArray(trace.y)) {
      trace.y = (trace.y as (number | null)[]).map((y) => (y === null ? null : Math.min(Math.max(y, low - room), high + room)));
    }
  }
}
