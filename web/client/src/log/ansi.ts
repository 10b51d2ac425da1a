// Terminal output as spans: colours stay, all other terminal codes are removed.
// Text is always set as text, never as HTML.
import {visible} from '../format.ts';

interface Pen {
  classes: string[];
}

// eslint-disable-next-line no-control-regex
const sequence = /\u001b\[([0-9;:]*)([@-~])|\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|\u001b[()*+][0-9A-Za-z]|\u001b[ -~]?/g;

interface Span {
  text: string;
  class: string;
}

// spans splits one line without its line break. It removes text that a carriage
// return overwrote, as a terminal does.
export function spans(line: string): Span[] {
  const bare = line.replace(/\r+$/, '');
  const text = bare.slice(bare.lastIndexOf('\r') + 1);
  const out: Span[] = [];
  const pen: Pen = {classes: []};
  let at = 0;
  const push = (piece: string) => {
    const clean = visible(piece);
    if (clean) out.push({text: clean, class: pen.classes.join(' ')});
  };
  for (const match of text.matchAll(sequence)) {
    push(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') pen.classes = paint(pen.classes, match[1] ?? '');
  }
  push(text.slice(at));
  return out;
}

// paint applies the codes of one escape sequence to the current style.
function paint(classes: string[], codes: string): string[] {
  let next = [...classes];
  const list = (codes || '0').split(/[;:]/).map(Number);
  for (let i = 0; i < list.length; i++) {
    const code = list[i] ?? 0;
    const put = (prefix: string, name: string) => { next = [...next.filter((one) => !one.startsWith(prefix)), name]; };
    if (code === 0) next = [];
    else if (code >= 1 && code <= 4) put(`a${code}`, `a${code}`);
    else if (code === 22) next = next.filter((one) => one !== 'a1' && one !== 'a2');
    else if (code === 39) next = next.filter((one) => !one.startsWith('f'));
    else if (code === 49) next = next.filter((one) => !one.startsWith('b'));
    else if (code >= 30 && code <= 37) put('f', `f${code - 30}`);
    else if (code >= 90 && code <= 97) put('f', `f${code - 90}`);
    else if (code >= 40 && code <= 47) put('b', `b${code - 40}`);
    else if (code >= 100 && code <= 107) put('b', `b${code - 100}`);
    else if (code === 38 || code === 48) {
      const prefix = code === 38 ? 'f' : 'b';
      if (list[i + 1] === 5) {
        const n = list[i + 2] ?? 7;
        put(prefix, `${prefix}${n < 16 ? n % 8 : nearest(...cube(n))}`);
        i += 2;
      } else if (list[i + 1] === 2) {
        put(prefix, `${prefix}${nearest(list[i + 2] ?? 0, list[i + 3] ?? 0, list[i + 4] ?? 0)}`);
        i += 4;
      }
    }
  }
  return next;
}

function cube(n: number): [number, number, number] {
  if (n >= 232) return [(n - 232) * 10 + 8, (n - 232) * 10 + 8, (n - 232) * 10 + 8];
  const level = (i: number) => (i === 0 ? 0 : 55 + i * 40);
  return [level(Math.floor((n - 16) / 36)), level(Math.floor((n - 16) / 6) % 6), level((n - 16) % 6)];
}

// nearest returns the closest of a theme's eight colours.
function nearest(r: number, g: number, b: number): number {
  const top = Math.max(r, g, b);
  if (top < 60) return 0;
  const on = (value: number) => (value > top * 0.6 ? 1 : 0);
  return on(r) + on(g) * 2 + on(b) * 4;
}
