// An experiment's page, and the comparison of any runs.
import './base.ts';
import type {CompareData} from './api.ts';
import {one, pageData, throttled} from './dom.ts';
import {on} from './feed.ts';
import {Board} from './page/board.ts';
import {readState} from './page/compare_state.ts';
import {CurvesView} from './page/curves_view.ts';
import {startParallel} from './page/parallel_view.ts';
import {startScatter} from './page/scatter_view.ts';

let data = pageData<CompareData>('compare-data');
const state = readState();
const board = new Board((run) => light(run));
const curves = one('[data-curves]') ? new CurvesView(data, state, (run) => light(run), (colors) => board.color(colors)) : null;
const parallel = startParallel(data, (run) => light(run));
const scatter = startScatter(data, state, (run) => light(run));

// light highlights one run in every part of the page; null highlights none.
function light(run: string | null): void {
  board.light(run);
  curves?.light(run);
  parallel?.light(run);
}

// refresh fetches the page again: only the server writes the text about runs.
const refresh = throttled(1500, async () => {
  const answer = await fetch(location.href, {headers: {Accept: 'text/html'}});
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of ['[data-board]', '[data-summary]', '.actions']) {
    const fresh = one(part, page);
    const old = one(part);
    if (fresh && old && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
  board.paint();
  const text = page.getElementById('compare-data')?.textContent;
  if (text) data = JSON.parse(text) as CompareData;
  await Promise.all([curves?.update(data), parallel?.update(), scatter?.update()]);
});

const ours = (id: string) => data.runs.includes(id);
on('run', ({id}) => { if (ours(id)) refresh(); });
on('points', ({id}) => { if (ours(id)) refresh(); });
on('reset', refresh);
document.addEventListener('told', refresh);
