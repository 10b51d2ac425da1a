// The charts of a run, one for each quantity. They share the zoom of the
// horizontal axis and the line that follows the pointer.
import type {ChartData} from '../api.ts';
import {el, one, throttled} from '../dom.ts';
import {on} from '../feed.ts';
import {getJSON} from '../fetch.ts';
import {broken} from '../runs/verdict.ts';
import {onTheme} from '../theme.ts';
import {loadPlotly, whenSeen} from '../plot/load.ts';
import {MetricChart} from './metric_chart.ts';
import {startChartTools, type ChartOptions} from './chart_tools.ts';
import type {Metrics} from './x_axis.ts';

const points = 1000;

class Charts {
  private charts: MetricChart[] = [];
  private metrics: Metrics = {};
  private options: ChartOptions;
  private seen = false;
  private range: [number, number] | null = null;
  private readonly place = one('[data-charts]') as HTMLElement;

  constructor(private data: ChartData) {
    this.options = startChartTools(data, (options) => {
      this.options = options;
      this.range = null;
      this.draw();
    });
    this.build();
    onTheme(() => this.draw());
    const refresh = throttled(data.last_step > 20_000 ? 3000 : 900, () => this.refresh());
    on('points', ({id}) => { if (id === data.run) refresh(); });
    on('run', (run) => {
      if (run.id !== data.run) return;
      const was = this.data.broken;
      this.data.broken = broken(run);
      if (run.status !== 'running' || was !== this.data.broken) refresh();
    });
    on('reset', refresh);
  }

  private build(): void {
    if (this.data.quantities.length === 0) return;
    this.charts = this.data.quantities.map((quantity) => new MetricChart(quantity, this.data, {
      zoomed: (from, range) => this.zoomed(from, range), hovered: (from, x) => this.hovered(from, x),
    }));
    const system = this.data.quantities.some((quantity) => quantity.system);
    const training = this.charts.filter((chart) => !chart.quantity.system).map((chart) => chart.element);
    const measured = this.charts.filter((chart) => chart.quantity.system).map((chart) => chart.element);
    this.place.replaceChildren(...training);
    one('.system-charts')?.remove();
    if (system) {
      this.place.after(el('details', {class: 'system-charts', open: training.length === 0},
        el('summary', {text: 'System'}), el('div', {class: 'chart-list'}, ...measured)));
    }
    for (const chart of this.charts) {
      whenSeen(chart.element, () => {
        chart.seen = true;
        void this.first().then(() => this.drawOne(chart));
      });
    }
  }

  private fetched: Promise<void> | null = null;

  // first fetches the points and Plotly at the same time, once.
  private first(): Promise<void> {
    this.fetched ??= Promise.all([this.fetch(), loadPlotly()]).then(() => { this.seen = true; });
    return this.fetched;
  }

  private async fetch(): Promise<void> {
    this.metrics = await getJSON<Metrics>(`/api/run/${this.data.run}/metrics?points=${points}&time=1`);
  }

  private async refresh(): Promise<void> {
    if (!this.fetched && this.data.quantities.length > 0) return; // no chart has come into sight yet
    try {
      await this.fetched; // its answer may be older
      await this.fetch();
    } catch {
      return;
    }
    const known = new Set(this.data.quantities.flatMap((quantity) => quantity.members.map((member) => member.metric)));
    if (Object.keys(this.metrics).some((name) => !known.has(name))) await this.regroup();
    if (this.range) await this.finer(this.range);
    else this.draw();
  }

  // regroup fetches the page again when the run prints a new metric.
  private async regroup(): Promise<void> {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html');
    this.data = {...this.data, ...(JSON.parse(page.getElementById('chart-data')?.textContent ?? '{}') as Partial<ChartData>)};
    this.seen = true;
    this.fetched = Promise.all([loadPlotly()]).then(() => undefined);
    this.build();
  }

  private draw(): void {
    for (const chart of this.charts) this.drawOne(chart);
  }

  private drawOne(chart: MetricChart): void {
    if (chart.seen && this.seen) void chart.draw(this.metrics, this.options, this.range);
  }

  // zoomed fetches the points of the visible part, and moves every chart there.
  private async zoomed(_: MetricChart, range: [number, number] | null): Promise<void> {
    this.range = range;
    if (range) {
      this.draw();
      await this.finer(range);
    } else {
      await this.fetch();
      this.draw();
    }
  }

  private async finer(range: [number, number]): Promise<void> {
    if (this.options.x === 'step') {
      const margin = (range[1] - range[0]) / 4;
      const query = `points=${points}&time=1&from=${Math.floor(range[0] - margin)}&to=${Math.ceil(range[1] + margin)}`;
      const finer = await getJSON<Metrics>(`/api/run/${this.data.run}/metrics?${query}`);
      if (this.range !== range) return;
      this.metrics = finer;
    }
    this.draw();
  }

  private hovered(from: MetricChart, x: number | null): void {
    for (const chart of this.charts) if (chart !== from && chart.seen) chart.point(x);
  }
}

export function startCharts(data: ChartData): void {
  if (data) new Charts(data);
}
