// One quantity of a run: training, validation and test in one chart.
import type {PlotElement} from 'plotly.js/lib/core';
import type {ChartData, Columns, Quantity} from '../api.ts';
import {busyUntil, el, one} from '../dom.ts';
import {formatNumber, visible} from '../format.ts';
import {loadPlotly, hasWebGL} from '../plot/load.ts';
import {axisOf, config, layoutOf, look, plain, scaleOf} from '../plot/look.ts';
import {smoothed} from '../plot/smooth.ts';
import type {ChartOptions} from './chart_tools.ts';
import {toX, type Metrics} from './x_axis.ts';

interface Links {
  zoomed: (from: MetricChart, range: [number, number] | null) => void;
  hovered: (from: MetricChart, x: number | null) => void;
}

export class MetricChart {
  readonly element: HTMLElement;
  seen = false;
  private readonly plot = el('div', {class: 'chart'}, el('div', {class: 'skeleton chart', 'aria-hidden': 'true'}));
  private drawn: PlotElement | null = null;
  private xs: number[][] = []; // of each line, [] for one without hover labels
  private whole: [number, number] = [0, 0];
  private quiet = false; // while another chart moves this one
  private queue: Promise<void> = Promise.resolve();

  constructor(readonly quantity: Quantity, private readonly data: ChartData, private readonly links: Links) {
    const reset = el('button', {class: 'quiet', hidden: true, 'data-reset': true, text: 'Reset zoom'});
    reset.onclick = () => links.zoomed(this, null);
    this.element = el('figure', {class: 'panel'},
      el('div', {class: 'row'}, el('h3', {text: visible(quantity.name)}), el('span', {class: 'grow'}), reset), this.plot);
    this.element.setAttribute('aria-label', `chart of ${visible(quantity.name)}`);
  }

  // draw shows metrics. range, if given, is the part in sight.
  draw(metrics: Metrics, options: ChartOptions, range: [number, number] | null): Promise<void> {
    const drawn = this.queue.then(() => this.drawNow(metrics, options, range)).catch((error: unknown) => {
      this.plot.replaceChildren(el('p', {class: 'chart-error', text: `This chart could not be drawn (${String(error)}).`}));
    });
    this.queue = busyUntil(this.plot, drawn);
    return this.queue;
  }

  private async drawNow(metrics: Metrics, options: ChartOptions, range: [number, number] | null): Promise<void> {
    const plotly = await loadPlotly();
    const now = look();
    const traces: Record<string, unknown>[] = [];
    this.xs = [];
    const total = this.quantity.members.reduce((sum, member) => sum + (metrics[member.metric]?.step.length ?? 0), 0);
    const kind = total > 20_000 && hasWebGL() ? 'scattergl' : 'scatter';
    this.quantity.members.forEach((member, i) => {
      const columns = metrics[member.metric];
      if (!columns) return;
      const color = now.series[i % now.series.length] ?? now.dim;
      this.addLine(traces, columns, toX(columns, metrics, this.data, options.x), {name: plain(member.label), color, kind, smooth: options.smooth});
      if (member.metric === this.data.objective) this.addBest(traces, columns, metrics, options, color, now.text);
    });
    const layout = {
      ...layoutOf(now), showlegend: this.quantity.members.length > 1,
      xaxis: axisOf(now, {title: {text: plain(options.xTitle), standoff: 6, font: {size: 12}}, type: options.logX ? 'log' : 'linear', showgrid: false,
        ...this.reach(range, options.logX)}),
      yaxis: axisOf(now, {...scaleOf(options.logY ?? this.wide(metrics)), ...(this.quantity.unit ? {ticksuffix: this.quantity.unit, tickformat: '~s', rangemode: 'tozero'} : {}), fixedrange: true}),
      dragmode: 'zoom', uirevision: 'keep',
    };
    const first = !this.drawn;
    if (first) this.plot.replaceChildren();
    this.drawn = await plotly.react(this.plot, traces, layout, config);
    if (first) this.listen(this.drawn);
    const reset = one('[data-reset]', this.element);
    if (reset) reset.hidden = range === null;
    this.plot.setAttribute('role', 'img');
    this.plot.setAttribute('aria-label', this.said(metrics));
  }

  // wide reports whether the values span so much that they need a log axis.
  private wide(metrics: Metrics): boolean {
    let low = Infinity;
    let high = 0;
    for (const {metric} of this.quantity.members) {
      for (const value of metrics[metric]?.value ?? []) {
        if (value === null) continue;
        if (value <= 0) return false;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return !this.quantity.system && high / low > 100;
  }

  // reach returns the visible part of the axis, without the room that Plotly leaves
  // for markers.
  private reach(range: [number, number] | null, log: boolean): Record<string, unknown> {
    const ends = this.xs.flatMap((xs) => (xs.length > 0 ? [xs[0] as number, xs.at(-1) as number] : []));
    this.whole = [Math.min(...ends), Math.max(...ends)];
    const [from, to] = range ?? this.whole;
    if (!Number.isFinite(from) || from === to || (log && from <= 0)) return {autorange: true};
    return {range: log ? [Math.log10(from), Math.log10(to)] : [from, to], autorange: false};
  }

  private addLine(
    traces: Record<string, unknown>[], columns: Columns, x: number[], as: {name: string; color: string; kind: string; smooth: number},
  ): void {
    const raw = {type: as.kind, mode: columns.value.length === 1 ? 'lines+markers' : 'lines', x, y: columns.value, name: as.name, connectgaps: false,
      hovertemplate: '%{y:.4g}', line: {color: as.color, width: 2}};
    if (as.smooth > 0) {
      traces.push({...raw, opacity: 0.3, line: {color: as.color, width: 1}, hoverinfo: 'skip', hovertemplate: undefined, showlegend: false});
      traces.push({...raw, y: smoothed(columns.value, as.smooth)});
      this.xs.push([], x);
    } else {
      traces.push(raw);
      this.xs.push(x);
    }
    const broken = columns.value.findLastIndex((value) => value !== null);
    if (broken >= 0 && columns.value.slice(broken + 1).length > 0) {
      traces.push({type: 'scatter', mode: 'markers', cliponaxis: false, x: [x[broken]], y: [columns.value[broken]], name: as.name, showlegend: false,
        marker: {symbol: 'x', size: 11, color: as.color}, hoverinfo: 'skip'});
      this.xs.push([]);
    }
  }

  private addBest(
    traces: Record<string, unknown>[], columns: Columns, metrics: Metrics, options: ChartOptions, color: string, rim: string,
  ): void {
    const better = this.data.goal === 'maximize' ? (a: number, b: number) => a > b : (a: number, b: number) => a < b;
    let best = -1;
    columns.value.forEach((value, i) => {
      if (value !== null && (best < 0 || better(value, columns.value[best] as number))) best = i;
    });
    if (best < 0) return;
    traces.push({type: 'scatter', mode: 'markers', cliponaxis: false, x: [toX(columns, metrics, this.data, options.x)[best]], y: [columns.value[best]], name: 'best', showlegend: false,
      marker: {symbol: this.data.broken ? 'circle-open' : 'star', size: 13, color, line: {color: rim, width: 1}}, hoverinfo: 'skip'});
    this.xs.push([]);
  }

  // said describes the chart for people who cannot see it.
  private said(metrics: Metrics): string {
    return this.quantity.members.map((member) => {
      const values = metrics[member.metric]?.value ?? [];
      return `${member.metric}: from ${formatNumber(values[0])} to ${formatNumber(values.at(-1))}`;
    }).join('; ');
  }

  private listen(plot: PlotElement): void {
    plot.on('plotly_relayout', (change) => {
      if (this.quiet) return;
      const from = change['xaxis.range[0]'];
      const to = change['xaxis.range[1]'];
      if (change['xaxis.autorange']) this.links.zoomed(this, null);
      else if (typeof from === 'number' && typeof to === 'number') {
        const log = plot._fullLayout?.xaxis?.type === 'log';
        const range: [number, number] = log ? [10 ** from, 10 ** to] : [from, to];
        this.links.zoomed(this, range[0] <= this.whole[0] && range[1] >= this.whole[1] ? null : range);
      }
    });
    plot.on('plotly_hover', (event) => { if (!this.quiet) this.links.hovered(this, event.points?.[0]?.x ?? null); });
    plot.on('plotly_unhover', () => { if (!this.quiet) this.links.hovered(this, null); });
  }

  // point shows the values at x, as if the pointer were there; null hides them.
  point(x: number | null): void {
    if (!this.drawn) return;
    void loadPlotly().then((plotly) => {
      this.quiet = true;
      try {
        if (x === null) plotly.Fx.unhover(this.plot);
        else if (this.xs.some((xs) => xs.length > 0)) plotly.Fx.hover(this.plot, {xval: x}, 'xy');
      } finally {
        this.quiet = false;
      }
    });
  }
}
