// The message box: Enter sends, Shift+Enter breaks the line, ↑ recalls, / focuses.
import {toast} from '../actions.ts';
import {all, one, typing} from '../dom.ts';
import {postMessage, Refused} from '../fetch.ts';
import {ticksNoted} from '../ticks.ts';
import {takeFiles} from './attach.ts';
import {draft, toEnd} from './chat.ts';

let waiting = 0;

async function say(text: string): Promise<boolean> {
  waiting++;
  draft('', true);
  toEnd();
  try {
    await ticksNoted();
    await postMessage(text);
    return true;
  } catch (error) {
    toast(error instanceof Refused ? error.message : 'that did not work');
    return false;
  } finally {
    if (--waiting === 0) draft('');
  }
}

function said(): string[] {
  return all('.message.user .bubble').map((bubble) => bubble.textContent ?? '');
}

export function startComposer(): void {
  const form = one<HTMLFormElement>('form.say');
  const box = one<HTMLTextAreaElement>('form.say textarea');
  if (!form || !box) return;
  takeFiles(form, box);
  let back = 0; // how many messages ↑ has gone back

  const set = (text: string) => {
    box.value = text;
    box.setSelectionRange(text.length, text.length);
  };
  const send = async () => {
    const text = box.value.trim();
    if (!text) return;
    set('');
    back = 0;
    if (!(await say(text)) && !box.value) set(text);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  one('form.examples')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const button = (event as SubmitEvent).submitter;
    if (button instanceof HTMLButtonElement) void say(button.value);
    box.focus();
  });
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' && box.selectionEnd === 0 || event.key === 'ArrowUp' && back > 0) {
      const earlier = said();
      if (back < earlier.length) {
        event.preventDefault();
        set(earlier[earlier.length - ++back] ?? '');
      }
    } else if (event.key === 'ArrowDown' && back > 0) {
      event.preventDefault();
      const earlier = said();
      set(--back === 0 ? '' : earlier[earlier.length - back] ?? '');
    } else if (event.key === 'Escape') {
      box.blur();
    }
  });
  box.addEventListener('input', () => { back = 0; });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one('dialog[open]')) return;
    event.preventDefault();
    one<HTMLAnchorElement>('.tabs a[data-view="chat"]:not([aria-current])')?.click();
    box.focus();
  });
  const prefilled = new URL(location.href);
  if (prefilled.searchParams.has('say')) {
    prefilled.searchParams.delete('say');
    history.replaceState(null, '', prefilled);
    box.focus();
    set(box.value);
  }
}
