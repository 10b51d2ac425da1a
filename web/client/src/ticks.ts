// Which runs of a card are ticked, told to the server: "launch it" launches what
// is shown. A click or a message waits until the server knows the ticks.
import {all, one} from './dom.ts';
import {postForm} from './fetch.ts';

const pause = 150; // milliseconds without another tick

const held = new Map<HTMLElement, {fields: URLSearchParams; timer: number}>();
let sent: Promise<unknown> = Promise.resolve();

export function noteTicks(card: HTMLElement): void {
  const {choosing} = card.dataset;
  if (!choosing) return;
  const fields = new URLSearchParams({ref: one<HTMLInputElement>('input[name="ref"]', card)?.value ?? '', action: choosing});
  for (const tick of all<HTMLInputElement>('.choices input:checked', card)) fields.append('value', tick.value);
  clearTimeout(held.get(card)?.timer);
  held.set(card, {fields, timer: window.setTimeout(() => void ticksNoted(), pause)});
}

// ticksNoted sends what is held, one after the other, and waits for the server.
export function ticksNoted(): Promise<unknown> {
  for (const {fields, timer} of held.values()) {
    clearTimeout(timer);
    sent = sent.then(() => postForm('/action', fields)).catch(() => undefined); // the card that comes says what holds
  }
  held.clear();
  return sent;
}
