// The filter fields that offer values. The server knows all values, the page only
// those of the loaded runs.
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
        // Keep the values offered before.
      }
    };
    const soon = debounced(150, () => void offer());
    // Typed text replaces the chosen value.
    field.addEventListener('focus', () => { field.select(); soon(); });
    field.addEventListener('input', (event) => {
      // A value picked from the list arrives whole, and so does an emptied field.
      const picked = !(event instanceof InputEvent) || event.inputType === 'insertReplacementText' || field.value === '';
      if (picked) field.dispatchEvent(new CustomEvent('chosen', {bubbles: true}));
      else soon();
    });
  }
}

// revealChoice shows a field once it has several values to choose from.
export function revealChoice(name: string, values: string[]): void {
  const field = one<HTMLInputElement>(`#${name}`);
  if (field?.hidden && values.some((value) => value !== values[0])) field.hidden = false;
}
