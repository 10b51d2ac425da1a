// The heads of the columns. Parameter columns come and go with the runs.
import {all, el, one} from '../dom.ts';
import {visible} from '../format.ts';
import {sorted} from './sort.ts';

// makeParamHeads replaces the heads of the parameter columns.
export function makeParamHeads(row: HTMLElement, columns: string[]): void {
  for (const old of all('.c-param', row)) old.remove();
  const before = one('.c-by', row);
  for (const name of columns) {
    const link = el('a', {href: '#', 'data-sort': `param:${name}`, text: visible(name)});
    before?.before(el('th', {class: 'c-param', scope: 'col', title: name, 'data-made': true}, link));
  }
}

// showSort marks the column that is sorted by.
export function showSort(row: HTMLElement, sort: string, larger: boolean): void {
  const {by, down} = sorted(sort, larger);
  for (const link of all<HTMLAnchorElement>('a[data-sort]', row)) {
    const on = link.dataset.sort === by;
    link.parentElement?.setAttribute('aria-sort', on ? (down ? 'descending' : 'ascending') : 'none');
    one('span', link)?.remove();
    if (on) link.append(el('span', {'aria-hidden': 'true', text: down ? ' ▼' : ' ▲'}));
  }
}
