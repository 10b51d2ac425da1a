// Live updates: one event stream a page. It reconnects by itself, asks for what
// it missed, and says when it is cut off.
import {one} from './dom.ts';

type Listener = (data: never) => void;

const listeners = new Map<string, Set<Listener>>();
let last = document.body.dataset.feed ?? '';
let source: EventSource | null = null;
let wait = 500;
let timer = 0;

const events = ['run', 'experiment', 'message', 'points', 'proposal', 'warning', 'draft', 'reset'];

// on calls listener with what an event carries. "reset" carries nothing: load
// everything anew. "state" carries whether the stream is open.
export function on<T>(event: string, listener: (data: T) => void): void {
  if (!listeners.has(event)) listeners.set(event, new Set());
  listeners.get(event)?.add(listener as Listener);
}

function tell(event: string, data: unknown): void {
  for (const listener of listeners.get(event) ?? []) listener(data as never);
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
  // The browser's own retry gives up on some errors and never backs off, so
  // this page does it.
  stream.onerror = () => {
    stream.close();
    shown(false);
    timer = window.setTimeout(connect, wait + Math.random() * 300);
    wait = Math.min(wait * 1.7, 10_000);
  };
  stream.addEventListener('hello', (event) => { last = event.lastEventId || last; });
  for (const name of events) {
    stream.addEventListener(name, (event) => {
      last = event.lastEventId || last;
      tell(name, JSON.parse(event.data));
    });
  }
}

let hiding = 0;

function shown(open: boolean): void {
  const badge = one('.link-state');
  clearTimeout(hiding);
  // A blink of the network is nobody's concern.
  if (badge) hiding = window.setTimeout(() => { badge.hidden = open; }, open ? 0 : 700);
  tell('state', open);
}

addEventListener('online', connect);
addEventListener('pageshow', (event) => { if (event.persisted) connect(); });
addEventListener('pagehide', () => { clearTimeout(timer); source?.close(); });
