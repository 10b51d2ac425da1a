// The sort menu for views without column heads: cards, and phones.
import {el, one} from '../dom.ts';
import {visible} from '../format.ts';
import type {Viewed} from './state.ts';

export interface Order {
  // show offers the parameter columns, and shows the current order.
  show: (columns: string[], sort: string) => void;
}

const plain: [string, string][] = [
  ['', 'newest first'], ['created', 'oldest first'], ['name', 'by name'], ['status', 'by status'],
  ['duration', 'shortest first'], ['-duration', 'longest first'],
];

export function startOrder(runs: Viewed): Order {
  const select = el('select', {'class': 'order', 'aria-label': 'Sort by'});
  select.addEventListener('change', () => runs.update({sort: select.value}));
  one('.filter .tools')?.prepend(select);
  return {
    show: (columns, sort) => {
      const offered: [string, string][] = [
        ...plain, ['best', 'best first'], ['-best', 'worst first'], ['last', 'last value ▲'], ['-last', 'last value ▼'],
        ...columns.flatMap((name): [string, string][] => [[`param:${name}`, `${visible(name)} ▲`], [`-param:${name}`, `${visible(name)} ▼`]]),
      ];
      if (!offered.some(([key]) => key === sort)) offered.push([sort, sort.replace(/^-/, '')]);
      select.replaceChildren(...offered.map(([value, text]) => el('option', {value, text, selected: value === sort})));
    },
  };
}
