// The grid of runs: filter, sort, scroll, select; live.
import {onStatus} from '../base.ts';
import {getPage, Refused, type Run} from '../api.ts';
import {all, el, one, pageData, throttled} from '../dom.ts';
import {on} from '../feed.ts';
import {visible} from '../format.ts';
import {paramColumns} from './columns.ts';
import {List} from './list.ts';
import {startOrder, type Order} from './order.ts';
import {addSpark, makeRow} from './row.ts';
import {startSelection, type Selection} from './selection.ts';
import {forget, spark, want} from './spark.ts';
import {readView, restriction, writeView, type View} from './state.ts';
import {revealChoice, startChoices} from './choices.ts';
import {startTools} from './tools.ts';

const firstPage = 100;
const nextPage = 500;

export class Runs {
  view: View = readView();
  private runs: Run[] = [];
  private index = new Map<string, number>();
  private next = '';
  private fetching = false;
  private columns: string[] = [];
  private best = '';
  private readonly params = pageData<Record<string, string[]>>('params');
  private several = false;
  private asked = new AbortController();
  private readonly list: List;
  private readonly selection: Selection;
  private order: Order | null = null;
  private readonly section = one('.runs') as HTMLElement;
  private readonly table = one('.home .table') as HTMLTableElement;
  private readonly scroller = one('.grid') as HTMLElement;

  constructor() {
    this.list = new List({
      scroller: this.scroller, body: this.table.tBodies[0] as HTMLElement, count: () => this.runs.length,
      key: (i) => this.runs[i]?.id ?? '', make: (i) => this.row(i), shown: (from, to) => this.shown(from, to),
    });
    this.selection = startSelection(this.table, () => this.runs.map((run) => run.id), (id) => this.find(id), () => this.list.refresh());
    startTools(this);
    startChoices();
    this.order = startOrder(this);
    on<Run>('run', (run) => this.changed(run));
    on<{id: string}>('points', ({id}) => this.refreshSpark(id));
    on('reset', () => void this.load());
    onStatus((status) => {
      const total = Object.values(status.counts).reduce((sum, n) => sum + n, 0);
      const count = one('.tabs .count');
      if (count) count.textContent = String(total);
    });
    matchMedia('(max-width: 820px)').addEventListener('change', () => this.layout());
    new ResizeObserver(() => this.layout()).observe(this.scroller);
    one('main.home')?.addEventListener('shown', () => this.list.refresh());
    this.layout();
    void this.load();
  }

  private find(id: string): Run | undefined {
    const at = this.index.get(id);
    return at === undefined ? undefined : this.runs[at];
  }

  // update changes the view, its address and, when needed, what is fetched.
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

  private readonly meanwhile = new Set<Map<string, Run>>(); // of each fetch that is under way

  // fetch gets runs. What was told of one while they were on their way is newer
  // than what they say of it, or is followed by what is.
  private async fetch(address: string, signal?: AbortSignal): Promise<{body: Run[]; next: string}> {
    const told = new Map<string, Run>();
    this.meanwhile.add(told);
    try {
      const {body, next} = await getPage<Run[]>(address, signal);
      return {body: body.map((run) => told.get(run.id) ?? run), next};
    } finally {
      this.meanwhile.delete(told);
    }
  }

  async load(): Promise<void> {
    this.asked.abort();
    const asked = this.asked = new AbortController();
    this.fetching = true;
    this.arrived.clear();
    const query = restriction(this.view);
    query.set('limit', String(firstPage));
    try {
      const {body, next} = await this.fetch(`/api/runs?${query}`, asked.signal);
      this.runs = body;
      this.next = next;
      this.scroller.scrollTop = 0;
      this.problem('');
      this.reindex();
      this.head();
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
    const asked = this.asked; // a list that another takes the place of gets no more
    this.fetching = true;
    try {
      const {body, next} = await this.fetch(this.next.replace(/limit=\d+/, `limit=${nextPage}`), asked.signal);
      this.runs.push(...body.filter((run) => !this.index.has(run.id)));
      this.next = next;
      this.reindex();
      this.head();
      this.list.soon();
    } catch {
      // Scrolling on asks again.
    } finally {
      if (this.asked === asked) this.fetching = false;
    }
  }

  private reindex(): void {
    this.index = new Map(this.runs.map((run, i) => [run.id, i]));
    this.several = this.runs.some((run) => run.project !== this.runs[0]?.project);
    this.rank();
    this.table.classList.toggle('one-person', new Set(this.runs.map((run) => run.requested_by)).size < 2);
    revealChoice('project', this.runs.map((run) => run.project));
    revealChoice('experiment', this.runs.map((run) => run.experiment));
    revealChoice('person', this.runs.map((run) => run.requested_by ?? ''));
    const empty = one('.grid .empty');
    if (empty) empty.hidden = this.runs.length > 0;
    if (this.runs.length === 0) this.nothing(empty);
  }

  private nothing(empty: HTMLElement | null): void {
    const {q, status, project, person, experiment} = this.view;
    const filtered = Boolean(q || status || project || person || experiment);
    empty?.replaceChildren(
      el('p', {class: 'lead', text: filtered ? 'No run matches.' : 'No runs yet.'}),
      filtered ? el('p', {}, el('a', {href: '/?view=runs', text: 'Show all'})) : el('p', {text: 'Ask for one in the chat: “try lr 0.1, 0.03 and 0.01”.'}));
  }

  // larger: what is compared is better the larger it is.
  get larger(): boolean {
    return this.runs.some((run) => run.objective?.goal === 'maximize');
  }

  private rank(): void {
    let best: Run | undefined;
    for (const run of this.runs) {
      const value = run.objective?.value;
      if (value === null || value === undefined) continue;
      const top = best?.objective?.value;
      if (top === null || top === undefined || (run.objective?.goal === 'maximize' ? value > top : value < top)) best = run;
    }
    this.best = this.several || this.runs.length < 2 ? '' : best?.id ?? '';
  }

  private row(i: number): HTMLElement {
    const run = this.runs[i] as Run;
    return makeRow(run, {columns: this.columns, picked: this.selection.has(run.id), star: run.id === this.best, several: this.several});
  }

  private shown(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const run = this.runs[i];
      if (run && run.status !== 'pending' && !spark(run.id)) want(run.id, (id) => this.curve(id));
    }
    if (to > this.runs.length - 150) void this.more();
  }

  private curve(id: string): void {
    const row = this.list.line(id);
    const run = this.find(id);
    if (row && run) addSpark(row, run);
  }

  private redraw(id: string): void {
    const at = this.index.get(id);
    if (at !== undefined) this.list.change(id, at);
  }

  private refreshSpark(id: string): void {
    if (!this.index.has(id) || !one(`tr[data-run="${id}"]`, this.table)) return;
    want(id, (one) => this.curve(one));
  }

  private changed(run: Run): void {
    for (const told of this.meanwhile) told.set(run.id, run);
    const at = this.index.get(run.id);
    if (at === undefined) {
      this.arrived.add(run.id);
      this.newcomers();
      return;
    }
    const before = this.runs[at];
    this.runs[at] = run;
    if (before?.status !== run.status) forget(run.id);
    const star = this.best;
    this.rank();
    this.list.change(run.id, at);
    if (star !== this.best) for (const id of [star, this.best]) this.redraw(id);
    if (before?.status !== run.status && run.status !== 'pending') want(run.id, (id) => this.curve(id));
    this.selection.show();
  }

  private readonly arrived = new Set<string>();

  // Runs that are new to the list come in at the top when it is newest first;
  // in any other order they wait for a click, so that nothing moves under the
  // pointer.
  private readonly newcomers = throttled(250, async () => {
    const query = restriction(this.view);
    query.set('limit', String(firstPage));
    if (this.view.sort && this.view.sort !== '-created') {
      this.offer(this.arrived.size);
      return;
    }
    this.arrived.clear();
    try {
      const {body} = await this.fetch(`/api/runs?${query}`, this.asked.signal);
      const fresh = body.filter((run) => !this.index.has(run.id));
      if (fresh.length === 0) return;
      if (fresh.length === body.length && this.runs.length > 0) return void this.load(); // more than a page came
      this.runs.unshift(...fresh);
      this.reindex();
      this.head();
      this.list.grow(fresh.length);
    } catch {
      // The next change asks again.
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

  private cards(): boolean {
    return this.view.cards || matchMedia('(max-width: 820px)').matches;
  }

  layout(): void {
    const cards = this.cards();
    this.section.classList.toggle('as-cards', cards);
    if (cards) this.list.measure(116, Math.floor((this.scroller.clientWidth - 24 + 12) / (310 + 12)));
    else this.list.measure(40, 1);
    this.list.refresh();
  }

  // head makes the columns of parameters, and shows what is sorted by.
  private head(): void {
    const columns = paramColumns(this.runs, this.view.all, this.params);
    const same = columns.join('\n') === this.columns.join('\n');
    this.columns = columns;
    const row = this.table.tHead?.rows[0];
    if (!row) return;
    if (!same || !one('th[data-made]', row)) {
      for (const old of all('.c-param', row)) old.remove();
      const before = one('.c-by', row);
      for (const name of columns) {
        const link = el('a', {href: '#', 'data-sort': `param:${name}`, text: visible(name)});
        before?.before(el('th', {class: 'c-param', scope: 'col', title: name, 'data-made': true}, link));
      }
      this.list.refresh();
    }
    this.order?.show(columns, this.view.sort);
    const by = (this.view.sort || '-created').replace(/^-/, '');
    const turned = (this.view.sort || '-created').startsWith('-');
    const down = turned !== (by === 'best' && this.larger); // the best first is the largest first
    for (const link of all<HTMLAnchorElement>('a[data-sort]', row)) {
      const on = link.dataset.sort === by;
      link.parentElement?.setAttribute('aria-sort', on ? (down ? 'descending' : 'ascending') : 'none');
      one('span', link)?.remove();
      if (on) link.append(el('span', {'aria-hidden': 'true', text: down ? ' ▼' : ' ▲'}));
    }
  }
}

export function startRuns(): void {
  if (one('.home .table')) new Runs();
}
