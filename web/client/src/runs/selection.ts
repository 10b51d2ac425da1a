// Which runs are ticked. Ticks belong to runs, not to lines, so they stay when
// lines come and go.
import {toast} from '../actions.ts';
import {confirmed} from '../actions.ts';
import {postForm, Refused, type Run} from '../api.ts';
import {all, el, one} from '../dom.ts';

export interface Selection {
  has: (id: string) => boolean;
  show: () => void;
}

export function startSelection(
  table: HTMLTableElement, order: () => string[], find: (id: string) => Run | undefined, redraw: () => void,
): Selection {
  const picked = new Set<string>();
  let anchor = '';
  const bar = one('.selection') as HTMLElement;
  const label = one('.picked', bar) as HTMLElement;
  const button = (name: string) => one<HTMLButtonElement>(`button[value="${name}"]`, bar);

  const every = el('input', {type: 'checkbox', 'aria-label': 'select all runs shown'});
  one('th.c-pick', table)?.replaceChildren(every);

  const show = () => {
    const runs = [...picked].map(find).filter((run): run is Run => run !== undefined);
    const stoppable = runs.filter((run) => run.status === 'running' || run.status === 'pending').length;
    bar.classList.toggle('active', picked.size > 0);
    label.textContent = picked.size === 0 ? '' : `${picked.size} selected`;
    const compare = button('compare');
    const stop = button('stop');
    if (compare) compare.disabled = picked.size < 2;
    if (stop) {
      stop.disabled = stoppable === 0;
      stop.textContent = stoppable > 0 && stoppable < picked.size ? `Stop ${stoppable}` : 'Stop';
    }
    every.indeterminate = picked.size > 0 && picked.size < order().length;
    every.checked = picked.size > 0 && !every.indeterminate;
  };
  const set = (id: string, on: boolean) => {
    if (on) picked.add(id);
    else picked.delete(id);
    const row = one(`tr[data-run="${id}"]`, table);
    row?.classList.toggle('picked', on);
    const tick = row && one<HTMLInputElement>('input', row);
    if (tick) tick.checked = on;
  };

  table.addEventListener('click', (event) => {
    const tick = event.target;
    if (!(tick instanceof HTMLInputElement) || tick.name !== 'run') return;
    const ids = order();
    if (event.shiftKey && anchor) {
      const [a, b] = [ids.indexOf(anchor), ids.indexOf(tick.value)].sort((x, y) => x - y) as [number, number];
      if (a >= 0) for (const id of ids.slice(a, b + 1)) set(id, tick.checked);
    } else {
      set(tick.value, tick.checked);
    }
    anchor = tick.value;
    show();
  });
  every.addEventListener('change', () => {
    picked.clear();
    if (every.checked) for (const id of order()) picked.add(id);
    show();
    redraw();
  });

  one<HTMLFormElement>('form.grid-form')?.addEventListener('submit', async (event) => {
    event.preventDefault();
    const what = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
    if (what === 'compare') {
      location.href = `/compare?runs=${[...picked].join(',')}`;
      return;
    }
    if (what === 'stop' && !(await confirmed(`Stop ${picked.size === 1 ? [...picked][0] : `${picked.size} runs`}?`, 'Stop'))) return;
    const fields = new URLSearchParams({do: what});
    for (const id of picked) fields.append('run', id);
    try {
      await postForm('/selection', fields);
      for (const id of [...picked]) set(id, false);
      show();
      if (what === 'retry') one<HTMLAnchorElement>('.tabs a[data-view="chat"]')?.click();
    } catch (error) {
      toast(error instanceof Refused ? error.message : 'that did not work');
    }
  });
  for (const tick of all<HTMLInputElement>('input[name="run"]:checked', table)) picked.add(tick.value);
  show();
  return {has: (id) => picked.has(id), show};
}
