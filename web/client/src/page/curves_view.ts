// The curves of many runs in one chart.
import type {PlotlyEvent} from 'plotly.js/lib/core';
import type {CompareData, Meta} from '../api.ts';
import {el, one} from '../dom.ts';
import {visible} from '../format.ts';
import {scaleOf} from '../plot/look.ts';
import {writeState, type CompareState} from './compare_state.ts';
import {mergeFaint, runAt} from './faint.ts';
import {FigureView, type Figure} from './figure_view.ts';
import {LitLine} from './lit_line.ts';
import {nearestTo} from './pointer.ts';

// groupLines returns, for each run of a group, the run under which it is drawn.
function groupLines(groups: Record<string, string>, drawn: string[]): Map<string, string> {
  const lines = new Map(drawn.map((run) => [groups[run] ?? run, run]));
  return new Map(Object.entries(groups).flatMap(([run, group]): [string, string][] => {
    const line = lines.get(group);
    return line ? [[run, line]] : [];
  }));
}

export class CurvesView {
  private readonly view: FigureView;
  private line: LitLine | null = null;
  private lit: string | null = null;
  private pressed: (() => void)[] = []; // update the pressed state of the buttons
  private drawnAs = new Map<string, string>(); // run → the run whose line is the mean of its seeds

  constructor(
    private data: CompareData, private readonly state: CompareState, private readonly lighten: (run: string | null) => void, private readonly colored: (colors: Map<string, string>) => void,
  ) {
    this.view = new FigureView({
      place: one('[data-curves]') as HTMLElement,
      now: this.data.metrics.length > 0,
      nothing: () => `None of these runs has printed ${visible(this.state.metric || this.data.objective || 'a metric')}.`,
      address: () => `${this.data.plot}kind=curves&${new URLSearchParams({metric: this.state.metric})}${this.state.seeds ? '&seeds=1' : ''}&`,
      prepare: (figure) => this.prepare(figure),
      traces: (figure) => mergeFaint(figure.data),
      drawn: (plot, first) => {
        if (first) this.line = new LitLine(plot);
        this.draw();
        for (const show of this.pressed) show();
        if (!first) return;
        // Plotly reports only a new step, not a pointer that moves from one line to
        // another at the same step.
        let at: PlotlyEvent | null = null;
        const point = () => this.lighten(at && runAt(nearestTo(at)));
        plot.on('plotly_hover', (event) => { at = event; point(); });
        plot.on('plotly_unhover', () => { at = null; point(); });
        plot.addEventListener('mousemove', (event) => {
          if (!at) return;
          at = {...at, event};
          point();
        });
      },
    });
    this.tools();
  }

  update(data: CompareData): Promise<void> {
    const news = data.metrics.join('\n') !== this.data.metrics.join('\n') || data.seeds !== this.data.seeds;
    this.data = data;
    if (news) this.tools();
    return this.view.update();
  }

  private tools(): void {
    const bar = one('[data-chart-tools]');
    this.pressed = [];
    if (!bar || this.data.metrics.length === 0) return;
    const {state} = this;
    if (!this.data.metrics.includes(state.metric)) state.metric = '';
    const chosen = state.metric || this.data.objective;
    // The shown metric is in the list even before a run has printed it.
    const offered = this.data.metrics.includes(chosen) ? this.data.metrics : [chosen, ...this.data.metrics];
    const metric = el('select', {'aria-label': 'metric'}, ...offered.map((name) => el('option', {value: name, selected: name === chosen, text: visible(name)})));
    metric.addEventListener('change', () => this.change({metric: metric.value === this.data.objective ? '' : metric.value, logY: null}));
    const toggle = (text: string, title: string, on: () => boolean, click: () => void) => {
      const button = el('button', {type: 'button', title, text});
      this.pressed.push(() => button.setAttribute('aria-pressed', String(on())));
      button.onclick = click;
      return button;
    };
    const logY = toggle('log y', 'Logarithmic axis of values', () => state.logY ?? this.isLog('yaxis'), () => this.change({logY: !(state.logY ?? this.isLog('yaxis'))}));
    const logX = toggle('log x', 'Logarithmic axis of steps', () => state.logX, () => this.change({logX: !state.logX}));
    const seeds = this.data.seeds && toggle('Mean of seeds', 'Runs that differ only in their seed as their mean with a band', () => state.seeds, () => this.change({seeds: !state.seeds}));
    bar.replaceChildren(el('label', {class: 'inline'}, 'Metric', metric), logY, logX, ...(seeds ? [seeds] : []), el('span', {class: 'quiet pointer-hint', text: 'drag to zoom, double-click to reset'}));
    for (const show of this.pressed) show();
  }

  private change(change: Partial<CompareState>): void {
    Object.assign(this.state, change);
    writeState(this.state);
    for (const show of this.pressed) show();
    void this.view.update();
  }

  private isLog(axis: string): boolean {
    return (this.view.figure?.layout[axis] as {type?: string} | undefined)?.type === 'log';
  }

  private prepare(figure: Figure): void {
    const {logX, logY} = this.state;
    const axis = figure.layout.yaxis as {type?: string; range?: unknown} | undefined;
    if (axis && logY !== null && (axis.type === 'log') !== logY) {
      Object.assign(axis, {tickformat: ''}, scaleOf(logY));
      delete axis.range;
    }
    const lines = figure.data.filter((trace) => String(trace.mode).startsWith('lines') && (trace.meta as Meta | undefined)?.run);
    figure.layout.showlegend = figure.layout.showlegend === true && lines.length <= 8 && innerWidth > 820;
    const ends = lines.flatMap((trace) => [(trace.x as number[]).find((x) => !logX || x > 0), (trace.x as number[]).at(-1)]).filter((x) => x !== undefined);
    const [from, to] = [Math.min(...ends), Math.max(...ends)].map((x) => (logX ? Math.log10(x) : x)) as [number, number];
    const room = (to - from) * 0.012; // for half a marker
    if (logX) Object.assign(figure.layout.xaxis as object, scaleOf(true), {dtick: undefined});
    if (from < to) Object.assign(figure.layout.xaxis as object, {range: [from - room, to + room], autorange: false});
    figure.layout.hoverdistance = -1; // always find the closest step, however far the pointer is
    // Plotly's box for a name has the line's colour, which makes it unreadable.
    if (figure.layout.hovermode === 'closest') for (const trace of lines) trace.hovertemplate = '%{fullData.name}: %{y:.4g}<extra></extra>';
    for (const trace of figure.data) {
      if (trace.mode !== 'markers') continue;
      trace.cliponaxis = false;
      // One label for all lines would include a marker at any distance.
      if (figure.layout.hovermode === 'x unified') Object.assign(trace, {hoverinfo: 'skip', hovertemplate: undefined});
    }
    const colors = new Map(lines.map((trace) => [(trace.meta as Meta).run ?? '', ((trace.line as {color?: string} | undefined)?.color ?? '')]));
    this.drawnAs = this.state.seeds ? groupLines(this.data.groups ?? {}, [...colors.keys()]) : new Map();
    for (const [run, line] of this.drawnAs) colors.set(run, colors.get(line) ?? '');
    this.colored(colors);
  }

  // light draws one run's line above the others.
  light(run: string | null): void {
    if (run !== null) run = this.drawnAs.get(run) ?? run;
    if (run === this.lit) return;
    this.lit = run;
    this.draw();
  }

  private draw(): void {
    const trace = this.lit ? this.view.figure?.data.find((one) => (one.meta as Meta | undefined)?.run === this.lit && String(one.mode).startsWith('lines')) : undefined;
    this.line?.show(trace ? {x: trace.x as number[], y: trace.y as (number | null)[], color: (trace.line as {color: string}).color} : null);
  }
}
