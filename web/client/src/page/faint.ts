// The lines in the background of a comparison, drawn as few. Plotly spends more
// on a trace than on its points, and a browser on each line that is translucent
// by itself: a hundred of them take three times as long as these.
import type {Meta} from '../api.ts';

// A few and not one, so that where many lines pass it is darker.
const most = 6;

type Trace = Record<string, unknown>;

// runAt returns the run of a point: [run, name] is what merged lines keep of
// the line each of their points is of.
export function runAt(point: {customdata?: unknown; data: {meta?: {run?: string}}} | null): string | null {
  const own = point?.customdata;
  return Array.isArray(own) ? String(own[0]) : point?.data.meta?.run ?? null;
}

// mergeFaint returns traces with the faint lines among them put together, with a
// gap between one and the next. There have to be many of them.
export function mergeFaint(traces: Trace[]): Trace[] {
  const faint = traces.filter((trace) => {
    const meta = trace.meta as Meta | undefined;
    return trace.mode === 'lines' && typeof trace.opacity === 'number' && meta?.run && !meta.strong;
  });
  if (faint.length <= 2 * most) return traces;
  const merged = faint.slice(0, most).map((like): Trace & {x: (number | null)[]; y: (number | null)[]; customdata: unknown[]} => ({
    ...like, name: '', meta: {}, x: [], y: [], customdata: [], connectgaps: false, hovertemplate: '%{customdata[1]}: %{y:.4g}<extra></extra>',
  }));
  faint.forEach((trace, i) => {
    const into = merged[i % most];
    if (!into) return;
    const own = [(trace.meta as Meta).run ?? '', trace.name];
    if (into.x.length > 0) into.x.push(null), into.y.push(null), into.customdata.push(own);
    for (const x of trace.x as number[]) into.x.push(x), into.customdata.push(own);
    into.y.push(...(trace.y as (number | null)[]));
  });
  const kept = new Set(faint);
  return [...merged, ...traces.filter((trace) => !kept.has(trace))];
}
