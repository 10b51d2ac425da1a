// Where the pointer is in a chart.
import type {PlotlyEvent} from 'plotly.js/lib/core';

type Point = NonNullable<PlotlyEvent['points']>[number];

// nearestTo returns the event's point that is closest to the pointer. With one
// label for all lines, the event has a point of each line.
export function nearestTo(event: PlotlyEvent): Point | null {
  const points = event.points ?? [];
  const pointer = event.event;
  const first = points[0];
  if (!first || !(pointer instanceof MouseEvent) || !(pointer.target instanceof Element)) return first ?? null;
  const chart = pointer.target.closest('.js-plotly-plot');
  if (!chart) return first;
  const y = pointer.clientY - chart.getBoundingClientRect().top;
  const away = (point: Point) => (point.yaxis ? Math.abs(point.yaxis._offset + point.yaxis.d2p(point.y) - y) : Infinity);
  return points.reduce((best, point) => (away(point) < away(best) ? point : best), first);
}
