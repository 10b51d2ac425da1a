// The conversation: every message is HTML from the server. It is fetched and put
// in place, and again when it changes.
import type {Message} from '../api.ts';
import {all, el, one, parse} from '../dom.ts';
import {on} from '../feed.ts';
import {getJSON, getText} from '../fetch.ts';
import {noteTicks} from '../ticks.ts';

let list: HTMLElement;

function atEnd(): boolean {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 80;
}

export function toEnd(): void {
  list.scrollTop = list.scrollHeight;
}

const loading = new Map<string, boolean>(); // id → changed again while loading

// show fetches the current message and puts it in its place.
async function show(id: string): Promise<void> {
  if (loading.has(id)) {
    loading.set(id, true);
    return;
  }
  loading.set(id, false);
  try {
    const fresh = parse(await getText(`/part/message/${id}`));
    if (fresh) await place(id, fresh);
  } catch {
    // The next change, or a reload, fetches it again.
  } finally {
    const again = loading.get(id);
    loading.delete(id);
    if (again) void show(id);
  }
}

async function place(id: string, fresh: HTMLElement): Promise<void> {
  const old = document.getElementById(id);
  if (old) {
    await pictures(old, fresh);
    keep(old, fresh); // last: until now a person may tick boxes
  }
  const stick = atEnd();
  if (old?.isConnected) {
    const focus = focusIn(old);
    old.replaceWith(fresh);
    if (focus) one(focus, fresh)?.focus({preventScroll: true});
  } else {
    if (fresh.classList.contains('assistant')) draft('');
    insert(fresh);
  }
  const empty = one('.empty', list);
  if (empty) empty.hidden = true;
  if (stick || fresh.classList.contains('user')) toEnd();
}

// insert keeps messages in the order of their ids.
function insert(fresh: HTMLElement): void {
  const number = (element: HTMLElement) => Number(element.id.slice(1));
  const messages = all('.message[data-message]', list);
  const after = messages.findLast((message) => number(message) < number(fresh));
  if (after) after.after(fresh);
  else (one('.earlier', list) ?? one('.empty', list))?.[one('.earlier', list) ? 'after' : 'before'](fresh);
}

// keep copies a person's state to the new card: the outcome of a click, open
// menus, and ticks if the choices are still the same.
function keep(old: HTMLElement, fresh: HTMLElement): void {
  const before = new Map(all<HTMLInputElement>('input[type="checkbox"]', old).map((tick) => [tick.value, tick.checked]));
  if (choosing(old) === choosing(fresh)) {
    for (const tick of all<HTMLInputElement>('input[type="checkbox"]', fresh)) tick.checked = before.get(tick.value) ?? tick.checked;
    countTicks(fresh);
  }
  const outcome = one('.outcome', old);
  if (outcome) fresh.append(outcome);
  const menu = one<HTMLDetailsElement>('details.more', fresh);
  if (menu && one('details.more[open]', old)) menu.open = true;
}

// choosing names a card's proposal and version, whatever is ticked.
function choosing(message: HTMLElement): string | undefined {
  return one('.card', message)?.dataset.choosing;
}

function focusIn(old: HTMLElement): string {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !old.contains(focused)) return '';
  if (focused instanceof HTMLButtonElement || focused instanceof HTMLInputElement) {
    return `${focused.tagName}[name="${focused.name}"][value="${CSS.escape(focused.value)}"]`;
  }
  return focused.tagName === 'SUMMARY' ? 'summary' : '';
}

// pictures waits until new pictures are loaded, so that cards do not flicker.
async function pictures(old: HTMLElement, fresh: HTMLElement): Promise<void> {
  const before = new Set(all<HTMLImageElement>('img', old).map((image) => image.src));
  const waits = all<HTMLImageElement>('img', fresh).filter((image) => !before.has(image.src)).map((image) => {
    image.loading = 'eager';
    return image.decode().catch(() => undefined);
  });
  if (waits.length > 0) await Promise.race([Promise.all(waits), new Promise((resolve) => setTimeout(resolve, 1500))]);
}

// draft shows the beginning of an answer, or a sign that Trex is writing one.
export function draft(text: string, show = text !== ''): void {
  let bubble = one('.typing', list);
  if (!show) {
    bubble?.remove();
    return;
  }
  const stick = atEnd();
  if (!bubble) {
    bubble = el('article', {class: 'message assistant typing', 'aria-label': 'Trex is writing'}, el('div', {class: 'bubble'}));
    list.append(bubble);
  }
  const inner = one('.bubble', bubble);
  if (inner) inner.textContent = text;
  if (stick) toEnd();
}

async function catchUp(): Promise<void> {
  const messages = await getJSON<Message[]>('/api/messages?limit=60');
  for (const message of messages) await show(message.id);
}

// countTicks keeps the number of runs on the launch button correct.
function countTicks(card: HTMLElement): void {
  const ticks = all<HTMLInputElement>('.choices input', card);
  const button = one<HTMLButtonElement>('button.primary', card);
  if (ticks.length === 0 || !button || !button.value.startsWith('launch')) return;
  const n = ticks.filter((tick) => tick.checked).length;
  button.textContent = n === 1 ? 'Launch 1 run' : `Launch ${n} runs`;
  button.disabled = n === 0;
}

export function startChat(): void {
  const found = one('.messages');
  if (!found) return;
  list = found;
  on('message', (message) => void show(message.id));
  on('draft', ({text}) => draft(text));
  on('reset', () => void catchUp().catch(() => undefined));
  list.addEventListener('told', (event) => {
    const id = event.target instanceof Element ? event.target.closest('.message')?.id : '';
    if (id) void show(id);
  });
  list.addEventListener('change', (event) => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('.card') : null;
    if (!card) return;
    countTicks(card);
    noteTicks(card);
  });
  // Pictures have their size before they load, so this scrolls to the real end.
  const target = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (target) target.scrollIntoView({block: 'end'});
  else toEnd();
  one('main.home')?.addEventListener('shown', toEnd);
}
