// Which runs are ticked. Ticks belong to runs, not to lines, so they stay when
// lines come and go.
import type {Run} from '../api.ts';

export class Picked {
  private readonly picked = new Set<string>();
  private anchor = ''; // the tick clicked last

  get size(): number { return this.picked.size; }
  get ids(): string[] { return [...this.picked]; }
  has(id: string): boolean { return this.picked.has(id); }

  set(id: string, on: boolean): void {
    if (on) this.picked.add(id);
    else this.picked.delete(id);
  }

  // click ticks or unticks a run. With range it sets all runs from the last click to
  // this one, in the order of the list. It returns the runs that it set.
  click(id: string, on: boolean, range: boolean, order: string[]): string[] {
    const [a, b] = [order.indexOf(this.anchor), order.indexOf(id)];
    const some = range && a >= 0 && b >= 0 ? order.slice(Math.min(a, b), Math.max(a, b) + 1) : [id];
    for (const one of some) this.set(one, on);
    this.anchor = id;
    return some;
  }

  // every ticks exactly the runs of the list, or none.
  every(on: boolean, order: string[]): void {
    this.picked.clear();
    if (on) for (const id of order) this.picked.add(id);
  }

  // shown returns how many runs of the list are ticked.
  shown(order: string[]): 'none' | 'some' | 'all' {
    const n = order.filter((id) => this.picked.has(id)).length;
    return n === 0 ? 'none' : n < order.length ? 'some' : 'all';
  }
}

interface Offer {
  compare: boolean;
  stop: boolean;
  stopLabel: string; // has a number if not all ticked runs can be stopped
}

// offerFor returns what can be done with the size ticked runs; runs are the ones
// of them that are loaded.
export function offerFor(size: number, runs: Run[]): Offer {
  const stoppable = runs.filter((run) => run.status === 'running' || run.status === 'pending').length;
  return {compare: size >= 2, stop: stoppable > 0, stopLabel: stoppable > 0 && stoppable < size ? `Stop ${stoppable}` : 'Stop'};
}
