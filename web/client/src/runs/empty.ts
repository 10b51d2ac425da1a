// The text shown when there are no runs to list.
import {el, one} from '../dom.ts';
import type {View} from './state.ts';

export function showEmpty(empty: boolean, {q, status, project, person, experiment}: View): void {
  const place = one('.grid .empty');
  if (!place) return;
  place.hidden = !empty;
  if (!empty) return;
  const filtered = Boolean(q || status || project || person || experiment);
  place.replaceChildren(
    el('p', {class: 'lead', text: filtered ? 'No run matches.' : 'No runs yet.'}),
    filtered ? el('p', {}, el('a', {href: '/?view=runs', text: 'Show all'})) : el('p', {text: 'Ask for one in the chat: “try lr 0.1, 0.03 and 0.01”.'}));
}
