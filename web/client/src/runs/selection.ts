// The ticks of the list, and the bar with actions for the ticked runs.
import {confirmed} from '../actions.ts';
import type {Run} from '../api.ts';
import {all, el, one} from '../dom.ts';
import {postForm} from '../fetch.ts';
import {said, tell} from '../outcome.ts';
import {offerFor, Picked} from './picked.ts';

export interface Selection {
  has: (id: string) => boolean;
  show: () => void;
}

export function startSelection(
  table: HTMLTableElement, order: () => string[], find: (id: string) => Run | undefined, redraw: () => void,
): Selection {
  const picked = new Picked();
  const bar = one('.selection') as HTMLElement;
  const label = one('.picked', bar) as HTMLElement;
  const button = (name: string) => one<HTMLButtonElement>(`button[value="${name}"]`, bar);

  const every = el('input', {type: 'checkbox', 'aria-label': 'select all runs shown'});
  one('th.c-pick', table)?.replaceChildren(every);

  const show = () => {
    const offer = offerFor(picked.size, picked.ids.map(find).filter((run): run is Run => run !== undefined));
    bar.classList.toggle('active', picked.size > 0);
    label.textContent = picked.size === 0 ? '' : `${picked.size} selected`;
    const [compare, stop] = [button('compare'), button('stop')];
    if (compare) compare.disabled = !offer.compare;
    if (stop) {
      stop.disabled = !offer.stop;
      stop.textContent = offer.stopLabel;
    }
    const shown = picked.shown(order());
    every.indeterminate = shown === 'some';
    every.checked = shown === 'all';
  };
  const mark = (id: string) => {
    const row = one(`tr[data-run="${id}"]`, table);
    row?.classList.toggle('picked', picked.has(id));
    const tick = row && one<HTMLInputElement>('input', row);
    if (tick) tick.checked = picked.has(id);
  };

  table.addEventListener('click', (event) => {
    const tick = event.target;
    if (!(tick instanceof HTMLInputElement) || tick.name !== 'run') return;
    for (const id of picked.click(tick.value, tick.checked, event.shiftKey, order())) mark(id);
    show();
  });
  every.addEventListener('change', () => {
    picked.every(every.checked, order());
    show();
    redraw();
  });

  const act = async (what: string) => {
    const {ids} = picked;
    if (what === 'compare') {
      location.href = `/compare?runs=${ids.join(',')}`;
      return;
    }
    if (what === 'stop' && !(await confirmed(`Stop ${ids.length === 1 ? ids[0] : `${ids.length} runs`}?`, 'Stop'))) return;
    const place = one('.outcome', bar);
    tell(place, null);
    try {
      const {outcome} = await postForm('/selection', new URLSearchParams([['do', what], ...ids.map((id) => ['run', id])]));
      picked.every(false, []);
      for (const id of ids) mark(id);
      show();
      tell(place, outcome);
    } catch (error) {
      tell(place, said(error));
    }
  };
  one<HTMLFormElement>('form.grid-form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    void act(event.submitter instanceof HTMLButtonElement ? event.submitter.value : '');
  });
  for (const tick of all<HTMLInputElement>('input[name="run"]:checked', table)) picked.set(tick.value, true);
  show();
  return {has: (id) => picked.has(id), show};
}
