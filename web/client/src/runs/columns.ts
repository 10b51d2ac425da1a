// Which parameters are columns: those that differ between the loaded runs, or all
// on request.
import type {Run} from '../api.ts';

const mostColumns = 8;

// paramColumns returns the columns in the order of the project; params has the
// order for each project.
export function paramColumns(runs: Iterable<Run>, everything: boolean, params: Record<string, string[]>): string[] {
  const first = new Map<string, unknown>();
  const differ = new Set<string>();
  let seen = 0;
  let order: string[] = [];
  for (const run of runs) {
    if (seen === 0) order = params[run.project] ?? [];
    for (const [name, value] of Object.entries(run.config)) {
      if (!first.has(name)) {
        first.set(name, value);
        if (seen > 0) differ.add(name);
      } else if (first.get(name) !== value) {
        differ.add(name);
      }
    }
    for (const name of first.keys()) if (!(name in run.config)) differ.add(name);
    seen++;
  }
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = [...first.keys()].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  if (everything) return names;
  const some = names.filter((name) => differ.has(name));
  return (some.length > 0 ? some : names).slice(0, mostColumns);
}
