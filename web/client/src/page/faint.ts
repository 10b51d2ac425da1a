// Merges the background lines of a comparison into few traces. For Plotly a trace
// costs more than its points, and for a browser each separate translucent line is
// slow: a hundred of them take three times as long as the merged ones.
import type {Meta} from '../api.ts';

// A few and not one, so that places with many lines are darker.
const most = 6;

type Trace = Record<string, unknown>;

// runAt returns the run of a point. Merged lines keep [run, name] of the original
// line for each point.
export function runAt(point: {customdata?: unknown; data: {meta?: {run?: string}}} | null): string | null {
  const own = point?.customdata;
  return Array.isArray(own) ? String(own[0]) : point?.data.meta?.run ?? null;
}

// mergeFaint returns traces with the faint lines merged, with a gap between two
// lines. It changes nothing if there are few.
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
