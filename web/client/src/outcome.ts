// The outcome of a click, shown on the page with the button until the next click.
import type {Outcome} from './api.ts';
import {el} from './dom.ts';
import {Refused} from './fetch.ts';

// said turns an error into an outcome.
export function said(error: unknown): Outcome {
  return {said: error instanceof Refused ? error.message : 'that did not work', refused: true};
}

// tell shows an outcome, as the template "outcome" does; null removes the last
// one. It sends the event "told" to the code that shows the button: a refusal
// means that the page is out of date.
export function tell(place: HTMLElement | null, outcome: Outcome | null): void {
  if (!place) return;
  place.classList.toggle('refused', outcome?.refused ?? false);
  place.replaceChildren(outcome?.said ?? '', ...(outcome?.to ? [' ', el('a', {href: outcome.to, text: 'Open it'})] : []));
  if (!outcome?.said) return;
  place.scrollIntoView({block: 'nearest'});
  place.dispatchEvent(new CustomEvent('told', {bubbles: true}));
}
