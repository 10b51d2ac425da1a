// Which parameters are columns: those that differ between the runs at hand, or
// all of them on request.
import type {Run} from '../api.ts';

export const mostColumns = 8;

export function paramColumns(runs: Iterable<Run>, everything: boolean): string[] {
  const first = new Map<string, unknown>();
  const differ = new Set<string>();
  let seen = 0;
  for (const run of runs) {
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
  const names = [...first.keys()];
  if (everything) return names;
  const some = names.filter((name) => differ.has(name));
  return (some.length > 0 ? some : names).slice(0, mostColumns);
}
