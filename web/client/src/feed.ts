// Live updates: one event stream per page. It reconnects by itself, asks for the
// events that it missed, and shows when it is cut off.
import type {Events} from './api.ts';
import {one} from './dom.ts';

const listeners = new Map<keyof Events, ((data: never) => void)[]>();
let last = document.body.dataset.feed ?? '';
let source: EventSource | null = null;
let wait = 500;
let timer = 0;

// on calls listener with the data of an event. "reset" has no data: reload everything.
export function on<K extends keyof Events>(event: K, listener: (data: Events[K]) => void): void {
  listeners.set(event, [...listeners.get(event) ?? [], listener]);
}

export function connect(): void {
  clearTimeout(timer);
  source?.close();
  const stream = new EventSource(`/events?after=${encodeURIComponent(last)}`);
  source = stream;
  stream.onopen = () => {
    wait = 500;
    shown(true);
  };
  // The browser's own retry gives up on some errors and never backs off, so this
  // code retries.
  stream.onerror = () => {
    stream.close();
    shown(false);
    timer = window.setTimeout(connect, wait + Math.random() * 300);
    wait = Math.min(wait * 1.7, 10_000);
  };
  stream.addEventListener('hello', (event) => { last = event.lastEventId || last; });
  for (const name of ['run', 'experiment', 'message', 'points', 'proposal', 'warning', 'draft', 'reset'] satisfies (keyof Events)[]) {
    stream.addEventListener(name, (event) => {
      last = event.lastEventId || last;
      const data = JSON.parse(event.data) as never;
      for (const listener of listeners.get(name) ?? []) listener(data);
    });
  }
}

let hiding = 0;

function shown(open: boolean): void {
  const badge = one('.link-state');
  clearTimeout(hiding);
  // Do not show a very short interruption.
  if (badge) hiding = window.setTimeout(() => { badge.hidden = open; }, open ? 0 : 700);
}

addEventListener('online', connect);
addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
addEventListener('pagehide', () => { clearTimeout(timer); source?.close(); });
