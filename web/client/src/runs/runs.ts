// The grid of runs: filter, sort, scroll, select; live.
import type {Run} from '../api.ts';
import {onStatus} from '../base.ts';
import {el, one, pageData, throttled} from '../dom.ts';
import {on} from '../feed.ts';
import {getPage, Refused} from '../fetch.ts';
import {larger} from './best.ts';
import {revealChoice, startChoices} from './choices.ts';
import {paramColumns} from './columns.ts';
import {showEmpty} from './empty.ts';
import {makeParamHeads, showSort} from './head.ts';
import {List} from './list.ts';
import {Loaded, type Page} from './loaded.ts';
import {startOrder, type Order} from './order.ts';
import {addSpark, makeRow} from './row.ts';
import {startSelection, type Selection} from './selection.ts';
import {newestFirst} from './sort.ts';
import {forget, spark, want} from './spark.ts';
import {readView, restriction, writeView, type View, type Viewed} from './state.ts';
import {startTools} from './tools.ts';

const firstPage = 100;
const nextPage = 500;

class Runs implements Viewed {
  view: View = readView();
  private readonly loaded = new Loaded();
  private next = '';
  private fetching = false;
  private columns: string[] = [];
  private readonly params = pageData<Record<string, string[]>>('params');
  private asked = new AbortController();
  private readonly list: List;
  private readonly selection: Selection;
  private readonly order: Order;
  private readonly section = one('.runs') as HTMLElement;
  private readonly table = one('.home .table') as HTMLTableElement;
  private readonly scroller = one('.grid') as HTMLElement;

  constructor() {
    this.list = new List({
      scroller: this.scroller, body: this.table.tBodies[0] as HTMLElement, count: () => this.loaded.runs.length,
      key: (i) => this.loaded.runs[i]?.id ?? '', make: (i) => this.row(i), shown: (from, to) => this.shown(from, to),
    });
    this.selection = startSelection(this.table, () => this.loaded.ids, (id) => this.loaded.find(id), () => this.list.refresh());
    startTools(this);
    startChoices();
    this.order = startOrder(this);
    this.listen();
    this.layout();
    void this.load();
  }

  private listen(): void {
    on('run', (run) => this.changed(run));
    on('points', ({id}) => this.refreshSpark(id));
    on('reset', () => void this.load());
    onStatus((status) => {
      const total = Object.values(status.counts).reduce((sum, n) => sum + n, 0);
      const count = one('.tabs .count');
      if (count) count.textContent = String(total);
    });
    matchMedia('(max-width: 820px)').addEventListener('change', () => this.layout());
    new ResizeObserver(() => this.layout()).observe(this.scroller);
    one('main.home')?.addEventListener('shown', () => this.list.refresh());
  }

  get larger(): boolean { return larger(this.loaded.runs); }

  // update changes the view and its address, and fetches runs if needed.
  update(change: Partial<View>): void {
    this.view = {...this.view, ...change};
    writeView(this.view);
    if ('cards' in change || 'all' in change) {
      this.head();
      this.layout();
    } else {
      void this.load();
    }
  }

  private first(): Promise<Page> {
    const query = restriction(this.view);
    query.set('limit', String(firstPage));
    return this.loaded.newest(getPage<Run[]>(`/api/runs?${query}`, this.asked.signal));
  }

  async load(): Promise<void> {
    this.asked.abort();
    const asked = this.asked = new AbortController();
    this.fetching = true;
    this.arrived.clear();
    try {
      const {body, next} = await this.first();
      this.loaded.replace(body);
      this.next = next;
      this.scroller.scrollTop = 0;
      this.problem('');
      this.around();
      this.list.refresh();
    } catch (error) {
      if (error instanceof DOMException) return;
      this.problem(error instanceof Refused ? error.message : 'the list could not be loaded');
    } finally {
      if (this.asked === asked) this.fetching = false;
    }
  }

  private async more(): Promise<void> {
    if (this.fetching || !this.next) return;
    const asked = this.asked; // stop if another list replaces this one
    this.fetching = true;
    try {
      const {body, next} = await this.loaded.newest(getPage<Run[]>(this.next.replace(/limit=\d+/, `limit=${nextPage}`), asked.signal));
      this.loaded.append(body);
      this.next = next;
      this.around();
      this.list.soon();
    } catch {
      // The next scroll fetches again.
    } finally {
      if (this.asked === asked) this.fetching = false;
    }
  }

  // around updates the filters, the heads and the selection bar.
  private around(): void {
    const {runs} = this.loaded;
    this.table.classList.toggle('one-person', new Set(runs.map((run) => run.requested_by)).size < 2);
    revealChoice('project', runs.map((run) => run.project));
    revealChoice('experiment', runs.map((run) => run.experiment));
    revealChoice('person', runs.map((run) => run.requested_by ?? ''));
    showEmpty(runs.length === 0, this.view);
    this.head();
    this.selection.show();
  }

  private row(i: number): HTMLElement {
    const run = this.loaded.runs[i] as Run;
    return makeRow(run, {columns: this.columns, picked: this.selection.has(run.id), star: run.id === this.loaded.star, several: this.loaded.several});
  }

  private shown(from: number, to: number): void {
    for (const run of this.loaded.runs.slice(from, to)) {
      if (run.status !== 'pending' && !spark(run.id)) want(run.id, (id) => this.curve(id));
    }
    if (to > this.loaded.runs.length - 150) void this.more();
  }

  private curve(id: string): void {
    const row = this.list.line(id);
    const run = this.loaded.find(id);
    if (row && run) addSpark(row, run);
  }

  private redraw(id: string): void {
    const at = this.loaded.at(id);
    if (at !== undefined) this.list.change(id, at);
  }

  private refreshSpark(id: string): void {
    if (!this.loaded.has(id) || !one(`tr[data-run="${id}"]`, this.table)) return;
    want(id, (one) => this.curve(one));
  }

  private changed(run: Run): void {
    const {star} = this.loaded;
    const before = this.loaded.change(run);
    if (!before) {
      this.arrived.add(run.id);
      this.newcomers();
      return;
    }
    const another = before.status !== run.status;
    if (another) forget(run.id);
    this.redraw(run.id);
    if (star !== this.loaded.star) for (const id of [star, this.loaded.star]) this.redraw(id);
    if (another && run.status !== 'pending') want(run.id, (id) => this.curve(id));
    this.selection.show();
  }

  private readonly arrived = new Set<string>();

  // New runs appear at the top if the list is newest first. In any other order they
  // wait for a click, so that nothing moves under the pointer.
  private readonly newcomers = throttled(250, async () => {
    if (!newestFirst(this.view.sort)) {
      this.offer(this.arrived.size);
      return;
    }
    this.arrived.clear();
    try {
      const {added, all} = this.loaded.prepend((await this.first()).body);
      if (all) return void this.load();
      if (added === 0) return;
      this.around();
      this.list.grow(added);
    } catch {
      // The next change fetches again.
    }
  });

  private offer(n: number): void {
    one('.fresh')?.remove();
    const button = el('button', {class: 'fresh', type: 'button', text: n === 1 ? '1 new run' : `${n} new runs`});
    button.onclick = () => { button.remove(); void this.load(); };
    this.section.append(button);
  }

  private problem(text: string): void {
    const line = one('.runs > .problem');
    if (!line) return;
    line.hidden = !text;
    line.textContent = text;
  }

  private layout(): void {
    const cards = this.view.cards || matchMedia('(max-width: 820px)').matches;
    this.section.classList.toggle('as-cards', cards);
    if (cards) this.list.measure(116, Math.floor((this.scroller.clientWidth - 24 + 12) / (310 + 12)));
    else this.list.measure(40, 1);
    this.list.refresh();
  }

  // head makes the parameter columns, and shows the current order.
  private head(): void {
    const columns = paramColumns(this.loaded.runs, this.view.all, this.params);
    const same = columns.join('\n') === this.columns.join('\n');
    this.columns = columns;
    const row = this.table.tHead?.rows[0];
    if (!row) return;
    if (!same || !one('th[data-made]', row)) {
      makeParamHeads(row, columns);
      this.list.refresh();
    }
    this.order.show(columns, this.view.sort);
    showSort(row, this.view.sort, this.larger);
  }
}

export function startRuns(): void {
  if (one('.home .table')) new Runs();
}
