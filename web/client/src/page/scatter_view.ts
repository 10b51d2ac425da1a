// One parameter against the objective.
import type {CompareData} from '../api.ts';
import {el, one} from '../dom.ts';
import {visible} from '../format.ts';
import {writeState, type CompareState} from './compare_state.ts';
import {FigureView} from './figure_view.ts';

export function startScatter(data: CompareData, state: CompareState, lighten: (run: string | null) => void): {update: () => Promise<void>} | null {
  const place = one('[data-scatter]');
  const first = data.params[0];
  if (!place || !first) return null;
  const param = () => (data.params.some(({name}) => name === state.param) ? state.param : first.name);
  const view = new FigureView({
    place, nothing: () => 'None of these runs has a value yet.', address: () => `${data.plot}kind=scatter&param=${encodeURIComponent(param())}&`,
    drawn: (plot, isFirst) => {
      if (!isFirst) return;
      plot.on('plotly_hover', (event) => {
        const point = event.points?.[0] as {customdata?: string} | undefined;
        lighten(point?.customdata ?? null);
      });
      plot.on('plotly_unhover', () => lighten(null));
      plot.on('plotly_click', (event) => {
        const run = (event.points?.[0] as {customdata?: string} | undefined)?.customdata;
        if (run && /^r\d+$/.test(run)) location.href = `/run/${run}`;
      });
    },
  });
  const choice = el('select', {'aria-label': 'parameter'}, ...data.params.map((one) => el('option', {value: one.name, selected: one.name === param(), text: visible(one.name)})));
  choice.addEventListener('change', () => {
    state.param = choice.value === first.name ? '' : choice.value;
    writeState(state);
    void view.update();
  });
  one('[data-scatter-tools]')?.append(choice);
  return {update: () => view.update()};
}
