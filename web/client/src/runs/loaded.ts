// The loaded runs, in the order of the list, with live changes applied.
import type {Run} from '../api.ts';
import {several, starred} from './best.ts';

export interface Page {
  body: Run[];
  next: string; // address of the next page, '' on the last
}

export class Loaded {
  star = ''; // the id of the run with the star, '' for none
  several = false; // the runs are of several projects
  private list: Run[] = [];
  private index = new Map<string, number>();
  private readonly meanwhile = new Set<Map<string, Run>>(); // changed runs, for each answer on its way

  get runs(): readonly Run[] { return this.list; }
  get ids(): string[] { return this.list.map((run) => run.id); }
  has(id: string): boolean { return this.index.has(id); }
  at(id: string): number | undefined { return this.index.get(id); }

  find(id: string): Run | undefined {
    const at = this.index.get(id);
    return at === undefined ? undefined : this.list[at];
  }

  // newest waits for a page and applies the events that arrived while it was on
  // its way: an event is newer than the page, or a newer event will follow.
  async newest(answer: Promise<Page>): Promise<Page> {
    const told = new Map<string, Run>();
    this.meanwhile.add(told);
    try {
      const {body, next} = await answer;
      return {body: body.map((run) => told.get(run.id) ?? run), next};
    } finally {
      this.meanwhile.delete(told);
    }
  }

  replace(runs: Run[]): void { this.set(runs); }

  // append adds the next page. New runs above shift the pages, so some of its runs
  // may be here already.
  append(runs: Run[]): void { this.set([...this.list, ...this.unknown(runs)]); }

  // prepend adds the runs of the first page that are not here yet, and returns
  // how many. If all are new, there may be a gap, and it adds none.
  prepend(runs: Run[]): {added: number; all: boolean} {
    const fresh = this.unknown(runs);
    const all = fresh.length > 0 && fresh.length === runs.length && this.list.length > 0;
    if (!all && fresh.length > 0) this.set([...fresh, ...this.list]);
    return {added: fresh.length, all};
  }

  // change updates a run but keeps its place, whatever its rank is now: nothing
  // moves under the pointer. It returns the old run, null if it is not here.
  change(run: Run): Run | null {
    for (const told of this.meanwhile) told.set(run.id, run);
    const at = this.index.get(run.id);
    const before = at === undefined ? undefined : this.list[at];
    if (at === undefined || !before) return null;
    this.list[at] = run;
    this.star = starred(this.list);
    return before;
  }

  private unknown(runs: Run[]): Run[] { return runs.filter((run) => !this.index.has(run.id)); }

  private set(runs: Run[]): void {
    this.list = runs;
    this.index = new Map(runs.map((run, i) => [run.id, i]));
    this.several = several(runs);
    this.star = starred(runs);
  }
}
