// Which run of a list has the star: the best by its objective. A list of one run,
// or of several projects, has no star.
import type {Run} from '../api.ts';
import {broken} from './verdict.ts';

// larger reports whether a larger value is better for these runs.
export function larger(runs: readonly Run[]): boolean {
  return runs.some((run) => run.objective?.goal === 'maximize');
}

export function several(runs: readonly Run[]): boolean {
  return runs.some((run) => run.project !== runs[0]?.project);
}

// starred returns the id, '' for none. Of equal runs it is the first in the list.
// Values that are not numbers do not count, nor do runs that are broken now.
export function starred(runs: readonly Run[]): string {
  if (runs.length < 2 || several(runs)) return '';
  let best: {id: string; value: number} | null = null;
  for (const run of runs) {
    const {id, objective} = run;
    const value = broken(run) ? null : objective?.value ?? null;
    if (value === null) continue;
    if (!best || (objective?.goal === 'maximize' ? value > best.value : value < best.value)) best = {id, value};
  }
  return best?.id ?? '';
}
