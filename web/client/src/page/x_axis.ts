// The horizontal axis of charts: steps, epochs, or seconds since the start.
import type {ChartData, Columns} from '../api.ts';

// Metrics maps the name of a metric to its points.
export type Metrics = Record<string, Columns>;

export type XKind = 'step' | 'epoch' | 'time';

// kinds returns the horizontal axes that a run's charts can have.
export function kinds(data: ChartData): XKind[] {
  const list: XKind[] = ['step'];
  const named = data.quantities.some((quantity) => quantity.members.some((member) => member.metric === 'epoch'));
  if (data.unit !== 'epoch' && (named || data.epochs > 0)) list.push('epoch');
  list.push('time');
  return list;
}

export function toX(columns: Columns, metrics: Metrics, data: ChartData, kind: XKind): number[] {
  if (kind === 'time' && columns.time) {
    const start = data.started || columns.time[0] || 0;
    return columns.time.map((time) => Math.max((time - start) / 1000, 0));
  }
  if (kind === 'epoch') {
    const epochs = metrics['epoch'];
    if (epochs && epochs.step.length > 1) return columns.step.map((step) => interpolate(epochs, step));
    if (data.epochs > 0 && data.last_step > 0) return columns.step.map((step) => (step / data.last_step) * data.epochs);
  }
  return columns.step;
}

function interpolate(of: Columns, step: number): number {
  let i = of.step.findIndex((known) => known >= step);
  if (i < 0) i = of.step.length - 1;
  if (i === 0) return of.value[0] ?? 0;
  const [x0, x1] = [of.step[i - 1] ?? 0, of.step[i] ?? 0];
  const [y0, y1] = [of.value[i - 1] ?? 0, of.value[i] ?? 0];
  return x1 === x0 ? y1 : y0 + ((step - x0) / (x1 - x0)) * (y1 - y0);
}
