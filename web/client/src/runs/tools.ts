// The toolbar above the grid: search, filters, sorting, layout.
import {all, debounced, el, one} from '../dom.ts';
import {nextSort} from './sort.ts';
import type {Viewed} from './state.ts';

export function startTools(runs: Viewed): void {
  const form = one<HTMLFormElement>('form.filter');
  const search = one<HTMLInputElement>('#q');
  if (!form || !search) return;
  const apply = () => {
    const value = (name: string) => String(new FormData(form).get(name) ?? '');
    if (/[<>=!:≤≥≠]\s*$/.test(value('q'))) return; // the number is not typed yet
    const wanted = {q: value('q'), status: value('status'), project: value('project'), experiment: value('experiment'), person: value('person')};
    if (Object.entries(wanted).some(([name, text]) => runs.view[name as keyof typeof wanted] !== text)) {
      runs.update(wanted);
      for (const link of all<HTMLAnchorElement>('.selection .download')) {
        link.href = `${new URL(link.href).pathname}${location.search}`;
      }
    }
  };
  search.addEventListener('input', debounced(220, apply));
  form.addEventListener('chosen', apply);
  form.addEventListener('change', apply);
  form.addEventListener('submit', (event) => { event.preventDefault(); apply(); });
  one('.home .table thead')?.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-sort]') : null;
    if (!link) return;
    event.preventDefault();
    runs.update({sort: nextSort(runs.view.sort, link.dataset.sort ?? '', runs.larger)});
  });

  const columns = el('button', {type: 'button', title: 'Show every parameter, or only those that differ', 'aria-pressed': String(runs.view.all), text: 'All columns'});
  const cards = el('button', {type: 'button', class: 'layout', title: 'Cards or table', 'aria-pressed': String(runs.view.cards), text: 'Cards'});
  columns.onclick = () => {
    runs.update({all: !runs.view.all});
    columns.setAttribute('aria-pressed', String(runs.view.all));
  };
  cards.onclick = () => {
    runs.update({cards: !runs.view.cards});
    cards.setAttribute('aria-pressed', String(runs.view.cards));
  };
  one('.filter .tools')?.append(columns, cards);
}
