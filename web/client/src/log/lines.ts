// Lines of text. Only the lines in sight are in the page.
import {el} from '../dom.ts';
import {spans} from './ansi.ts';

const height = 20;
const extra = 30;
const mostLines = 50_000; // kept; older ones are dropped
const longest = 4000; // shown characters of a line

export class LogLines {
  following = true;
  onFollow: (on: boolean) => void = () => {};
  private lines: string[] = [];
  private open = ''; // the last line, while it has no line break
  private dropped = 0;
  private hits: number[] = [];
  private now = -1;
  private words = '';
  private frame = 0;
  private readonly top = el('div', {'aria-hidden': 'true'});
  private readonly body = el('div', {});
  private readonly bottom = el('div', {'aria-hidden': 'true'});

  constructor(private readonly place: HTMLElement) {
    place.addEventListener('scroll', () => {
      const end = place.scrollHeight - place.scrollTop - place.clientHeight < height * 1.5;
      if (end !== this.following && !this.moving) this.follow(end);
      this.moving = false;
      this.soon();
    }, {passive: true});
    new ResizeObserver(() => this.soon()).observe(place);
    place.scrollTop = place.scrollHeight;
  }

  private moving = false; // this code is scrolling, not the person

  clear(first: string): void {
    this.lines = first ? [first] : [];
    this.open = '';
    this.place.replaceChildren(this.top, this.body, this.bottom);
    this.soon();
  }

  add(text: string): void {
    const parts = (this.open + text).split('\n');
    this.open = parts.pop() ?? '';
    // A progress bar without line breaks would grow forever.
    if (this.open.length > 100_000) this.open = this.open.slice(this.open.lastIndexOf('\r') + 1).slice(0, 100_000);
    const before = this.lines.length;
    for (const part of parts) this.lines.push(part);
    if (this.words) for (let i = before; i < this.lines.length; i++) if (this.matches(i)) this.hits.push(i + this.dropped);
    if (this.lines.length > mostLines) {
      const gone = this.lines.length - mostLines;
      this.lines.splice(0, gone);
      this.dropped += gone;
    }
    this.soon();
  }

  end(): void {
    if (this.lines.length === 0 && !this.open) this.clear('Nothing was printed.');
    this.soon();
  }

  follow(on: boolean): void {
    this.following = on;
    this.onFollow(on);
    this.soon();
  }

  search(words: string): string {
    this.words = words.toLowerCase();
    this.hits = [];
    this.now = -1;
    if (this.words) for (let i = 0; i < this.lines.length; i++) if (this.matches(i)) this.hits.push(i + this.dropped);
    const said = this.words ? this.step(1) : '';
    this.soon();
    return said;
  }

  // step goes to the next or the previous line with the words.
  step(by: number): string {
    if (this.hits.length === 0) return this.words ? 'none' : '';
    this.now = (this.now + by + this.hits.length) % this.hits.length;
    this.follow(false);
    this.moving = true;
    this.place.scrollTop = Math.max(((this.hits[this.now] ?? 0) - this.dropped) * height - this.place.clientHeight / 2, 0);
    this.soon();
    return `${this.now + 1} of ${this.hits.length}`;
  }

  private matches(i: number): boolean {
    return (this.lines[i] ?? '').toLowerCase().includes(this.words);
  }

  private soon(): void {
    if (this.frame || !this.body.isConnected) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const total = this.lines.length + (this.open ? 1 : 0);
    const {place} = this;
    const sight = Math.ceil(place.clientHeight / height);
    const at = this.following ? Math.max(total - sight, 0) : Math.floor(place.scrollTop / height);
    const from = Math.max(at - extra, 0);
    const to = Math.min(at + sight + extra, total);
    const rows: HTMLElement[] = [];
    for (let i = from; i < to; i++) rows.push(this.row(i));
    this.top.style.height = `${from * height}px`;
    this.bottom.style.height = `${Math.max(total - to, 0) * height}px`;
    this.body.replaceChildren(...rows);
    if (this.following) {
      this.moving = place.scrollTop + place.clientHeight < place.scrollHeight - 1;
      place.scrollTop = place.scrollHeight;
    }
  }

  private row(i: number): HTMLElement {
    const text = i < this.lines.length ? this.lines[i] ?? '' : this.open;
    const shown = text.length > longest ? text.slice(0, longest) : text;
    const row = el('span', {class: 'line'});
    for (const span of spans(shown)) row.append(span.class ? el('span', {class: span.class, text: span.text}) : span.text);
    if (shown !== text) row.append(el('span', {class: 'quiet', text: ` … ${(text.length - longest).toLocaleString('en')} more characters`}));
    if (this.words && i < this.lines.length && this.matches(i)) {
      row.classList.add('hit');
      if (this.hits[this.now] === i + this.dropped) row.classList.add('now');
    }
    return row;
  }
}
