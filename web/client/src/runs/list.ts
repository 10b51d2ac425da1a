// A list of any length. Only the lines in sight are in the page. All lines have
// the same height; a line can hold several cards.
import {el, renew} from '../dom.ts';

interface ListOptions {
  scroller: HTMLElement;
  body: HTMLElement;
  count: () => number;
  make: (index: number) => HTMLElement;
  key: (index: number) => string;
  shown: (from: number, to: number) => void; // called when the range in sight changes
}

const extra = 12; // lines made above and below the visible part
const few = 4; // when so few are left, make more: several at once, not one per frame

export class List {
  private height = 40;
  private perLine = 1;
  private readonly top = el('tr', {class: 'spacer', 'aria-hidden': 'true'}, el('td', {colspan: 100}));
  private readonly bottom = el('tr', {class: 'spacer', 'aria-hidden': 'true'}, el('td', {colspan: 100}));
  private made = new Map<string, HTMLElement>();
  private from = -1; // -1: no line is made yet
  private to = 0;
  private total = 0;
  private frame = 0;

  constructor(private readonly options: ListOptions) {
    options.scroller.addEventListener('scroll', () => this.soon(), {passive: true});
    new ResizeObserver(() => this.refresh()).observe(options.scroller);
  }

  // measure returns the height of a line and the number of items on it.
  measure(height: number, perLine: number): void {
    this.height = height;
    this.perLine = Math.max(perLine, 1);
  }

  soon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  // refresh makes every line in sight again.
  refresh(): void {
    this.made.clear();
    this.from = this.to = -1;
    this.soon();
  }

  // line returns the element of the item with a key, if it is made.
  line(key: string): HTMLElement | undefined {
    return this.made.get(key);
  }

  // change updates one line if it is in sight.
  change(key: string, index: number): void {
    const old = this.made.get(key);
    if (old) renew(old, this.options.make(index));
  }

  // grow keeps the visible lines in place when lines arrive above them.
  grow(above: number): void {
    const {scroller} = this.options;
    this.from = this.to = -1;
    if (scroller.scrollTop > this.height) scroller.scrollTop += Math.round(above / this.perLine) * this.height;
    this.soon();
  }

  private draw(): void {
    const {scroller, body, count} = this.options;
    const total = count();
    const lines = Math.ceil(total / this.perLine);
    const top = Math.floor(scroller.scrollTop / this.height);
    const end = Math.ceil((scroller.scrollTop + scroller.clientHeight) / this.height);
    if (this.from >= 0 && total === this.total && Math.max(top - few, 0) * this.perLine >= this.from && Math.min((end + few) * this.perLine, total) <= this.to) return;
    this.total = total;
    const first = Math.max(top - extra, 0);
    const last = Math.min(end + extra, lines);
    const from = Math.min(first, lines) * this.perLine;
    const to = Math.min(last * this.perLine, total);
    if (from === this.from && to === this.to) return;
    this.from = from;
    this.to = to;
    const next = new Map<string, HTMLElement>();
    const rows: HTMLElement[] = [];
    for (let i = from; i < to; i++) {
      const key = this.options.key(i);
      const row = this.made.get(key) ?? this.options.make(i);
      next.set(key, row);
      rows.push(row);
    }
    this.made = next;
    this.top.style.height = `${(from / this.perLine) * this.height}px`;
    this.bottom.style.height = `${Math.max(lines - Math.ceil(to / this.perLine), 0) * this.height}px`;
    this.place(body, [this.top, ...rows, this.bottom]);
    this.options.shown(from, to);
  }

  // place moves as few elements as it can: moving one loses focus and selection.
  private place(body: HTMLElement, rows: HTMLElement[]): void {
    const wanted = new Set<Node>(rows);
    for (const child of [...body.childNodes]) if (!wanted.has(child)) child.remove();
    let at: ChildNode | null = body.firstChild;
    for (const row of rows) {
      if (row === at) at = at.nextSibling;
      else body.insertBefore(row, at);
    }
  }
}
