// Little curves, fetched for the runs in sight, many at a time.
import type {Spark} from '../api.ts';
import {getJSON} from '../fetch.ts';

const kept = new Map<string, Spark>();
const wanted = new Set<string>();
let timer = 0;

export function spark(id: string): Spark | undefined {
  return kept.get(id);
}

// want fetches the curve of a run soon and calls done for every run that arrived.
// Only one request runs at a time, so that no old answer replaces a newer one.
export function want(id: string, done: (id: string) => void): void {
  wanted.add(id);
  if (timer) return;
  timer = window.setTimeout(async () => {
    // The runs requested last are in sight. Runs that were scrolled past are
    // requested again when they come back.
    const ids = [...wanted].slice(-100);
    wanted.clear();
    if (kept.size > 3000) kept.clear();
    try {
      for (const [one, value] of Object.entries(await getJSON<Record<string, Spark>>(`/api/sparks?runs=${ids.join(',')}`))) {
        kept.set(one, value);
        done(one);
      }
    } catch {
      // A row is useful without its curve too.
    }
    timer = 0;
    const [next] = wanted;
    if (next !== undefined) want(next, done);
  }, 60);
}

export function forget(id: string): void {
  kept.delete(id);
}

const space = 'http://www.w3.org/2000/svg';

// draw makes the curve in a box of 96 × 26, with gaps where a value is no number.
export function draw(values: (number | null)[]): SVGElement | null {
  const numbers = values.filter((value): value is number => value !== null);
  if (numbers.length < 2) return null;
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const log = low > 0 && high / low > 100;
  const scale = (value: number) => (log ? Math.log(value) : value);
  const span = scale(high) - scale(low) || 1;
  let path = '';
  let pen = 'M';
  values.forEach((value, i) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const x = (i / (values.length - 1)) * 96;
    const y = 24 - ((scale(value) - scale(low)) / span) * 22;
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  });
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('viewBox', '0 0 96 26');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(space, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
