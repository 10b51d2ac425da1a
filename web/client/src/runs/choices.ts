// The fields of the filter that offer what there is: the server knows all of it,
// the page only what is loaded.
import type {Option} from '../api.ts';
import {all, debounced, el, one} from '../dom.ts';
import {getJSON} from '../fetch.ts';

export function startChoices(): void {
  for (const field of all<HTMLInputElement>('input.choice')) {
    let asked: AbortController | null = null;
    const offer = async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const options = await getJSON<Option[]>(`/api/choices?${new URLSearchParams({of: field.name, q: field.value})}`, asked.signal);
        field.list?.replaceChildren(...options.map(({value, label}) => el('option', {value, text: label ?? ''})));
      } catch {
        // What was offered before still is.
      }
    };
    const soon = debounced(150, () => void offer());
    // What is typed takes the place of what was chosen.
    field.addEventListener('focus', () => { field.select(); soon(); });
    field.addEventListener('input', (event) => {
      // Something picked from the list comes as a whole, and so does nothing.
      const picked = !(event instanceof InputEvent) || event.inputType === 'insertReplacementText' || field.value === '';
      if (picked) field.dispatchEvent(new CustomEvent('chosen', {bubbles: true}));
      else soon();
    });
  }
}

// revealChoice shows a field once there is something to choose between.
export function revealChoice(name: string, values: string[]): void {
  const field = one<HTMLInputElement>(`#${name}`);
  if (field?.hidden && values.some((value) => value !== values[0])) field.hidden = false;
}
