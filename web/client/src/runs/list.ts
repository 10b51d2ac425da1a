// A list of any length of which only what is in sight is in the page. Lines
// have one height; cards stand several to a line.
import {el, renew} from '../dom.ts';

interface ListOptions {
  scroller: HTMLElement;
  body: HTMLElement;
  count: () => number;
  make: (index: number) => HTMLElement;
  key: (index: number) => string;
  shown: (from: number, to: number) => void; // called after a change of what is in sight
}

const extra = 12; // lines above and below what is in sight
const few = 4; // of them left: time to make more, some at once rather than one a frame

export class List {
  private height = 40;
  private perLine = 1;
  private readonly top = el('tr', {class: 'spacer', 'aria-hidden': 'true'}, el('td', {colspan: 100}));
  private readonly bottom = el('tr', {class: 'spacer', 'aria-hidden': 'true'}, el('td', {colspan: 100}));
  private made = new Map<string, HTMLElement>();
  private from = -1; // -1: nothing is made yet
  private to = 0;
  private total = 0;
  private frame = 0;

  constructor(private readonly options: ListOptions) {
    options.scroller.addEventListener('scroll', () => this.soon(), {passive: true});
    new ResizeObserver(() => this.refresh()).observe(options.scroller);
  }

  // measure says how high a line is and how many items stand on one.
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

  // refresh makes every line in sight anew.
  refresh(): void {
    this.made.clear();
    this.from = this.to = -1;
    this.soon();
  }

  // line is the element of what has a key, if it is made.
  line(key: string): HTMLElement | undefined {
    return this.made.get(key);
  }

  // change brings one line up to date if it is in sight.
  change(key: string, index: number): void {
    const old = this.made.get(key);
    if (old) renew(old, this.options.make(index));
  }

  // grow keeps what is in sight where it is when lines come in above it.
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

  // place moves as few elements as it can: focus and selection live in them.
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
