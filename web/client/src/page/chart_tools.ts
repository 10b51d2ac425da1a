// The toolbar above a run's charts. The address has the choices.
import type {ChartData} from '../api.ts';
import {el, one} from '../dom.ts';
import {kinds, type XKind} from './x_axis.ts';

export interface ChartOptions {
  x: XKind;
  xTitle: string;
  smooth: number;
  logX: boolean;
  logY: boolean | null; // null: log where values span more than two decades
}

function titleOf(kind: XKind, data: ChartData): string {
  return kind === 'time' ? 'seconds since start' : kind === 'step' ? data.unit : 'epoch';
}

export function startChartTools(data: ChartData, changed: (options: ChartOptions) => void): ChartOptions {
  const query = new URL(location.href).searchParams;
  const offered = kinds(data);
  const asked = query.get('x') as XKind | null;
  const x = asked && offered.includes(asked) ? asked : 'step';
  const options: ChartOptions = {
    x, xTitle: titleOf(x, data), smooth: Math.min(Math.max(Number(query.get('smooth')) || 0, 0), 0.99),
    logX: query.get('logx') === '1', logY: query.has('logy') ? query.get('logy') === '1' : null,
  };
  const update = (change: Partial<ChartOptions>) => {
    Object.assign(options, change);
    options.xTitle = titleOf(options.x, data);
    const address = new URL(location.href);
    const set = (name: string, value: string) => {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    };
    set('x', options.x === 'step' ? '' : options.x);
    set('smooth', options.smooth > 0 ? String(options.smooth) : '');
    set('logx', options.logX ? '1' : '');
    set('logy', options.logY === null ? '' : options.logY ? '1' : '0');
    history.replaceState(null, '', address);
    changed({...options});
  };

  const bar = one('[data-chart-tools]');
  if (!bar || data.quantities.length === 0) return options;
  const smooth = el('input', {type: 'range', min: 0, max: 0.99, step: 0.01, value: options.smooth});
  const shown = el('output', {class: 'mono', text: options.smooth ? options.smooth.toFixed(2) : 'off'});
  smooth.addEventListener('input', () => {
    shown.textContent = Number(smooth.value) ? Number(smooth.value).toFixed(2) : 'off';
    update({smooth: Number(smooth.value)});
  });
  const over = el('select', {}, ...offered.map((kind) => el('option', {value: kind, selected: kind === options.x, text: kind === 'step' ? data.unit : kind})));
  over.addEventListener('change', () => update({x: over.value as XKind}));
  const toggle = (text: string, name: 'logX' | 'logY') => {
    const button = el('button', {type: 'button', 'aria-pressed': String(options[name] === true), 'data-toggle': name, text});
    button.onclick = () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      update({[name]: on});
      button.setAttribute('aria-pressed', String(on));
    };
    return button;
  };
  bar.replaceChildren(
    el('label', {class: 'inline'}, 'Smoothing', smooth, shown), el('label', {class: 'inline'}, 'over', over),
    toggle('log y', 'logY'), toggle('log x', 'logX'), el('span', {class: 'quiet pointer-hint', text: 'drag to zoom, double-click to reset'}));
  return options;
}
