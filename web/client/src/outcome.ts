// What came of a click, told on the page it was made on until the next one.
import type {Outcome} from './api.ts';
import {el} from './dom.ts';
import {Refused} from './fetch.ts';

// said words an error as an outcome.
export function said(error: unknown): Outcome {
  return {said: error instanceof Refused ? error.message : 'that did not work', refused: true};
}

// tell shows an outcome, as the template outcome does; null takes the last one
// away. Who shows what was clicked hears of it ("told"): a refusal says that it
// is not up to date.
export function tell(place: HTMLElement | null, outcome: Outcome | null): void {
  if (!place) return;
  place.classList.toggle('refused', outcome?.refused ?? false);
  place.replaceChildren(outcome?.said ?? '', ...(outcome?.to ? [' ', el('a', {href: outcome.to, text: 'Open it'})] : []));
  if (!outcome?.said) return;
  place.scrollIntoView({block: 'nearest'});
  place.dispatchEvent(new CustomEvent('told', {bubbles: true}));
}
