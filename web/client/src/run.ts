// A run's page.
import './base.ts';
import {getText, type Run} from './api.ts';
import {debounced, one, pageData, parse} from './dom.ts';
import {on} from './feed.ts';
import {startLog} from './log/viewer.ts';
import {startCharts, type ChartData} from './page/run_charts.ts';

const id = one('main')?.dataset.run ?? '';
const head = one('[data-head]') as HTMLElement;

const refresh = debounced(250, async () => {
  try {
    const part = parse(await getText(`/part/run/${id}`));
    const fresh = part && one('[data-part="head"]', part);
    if (!fresh) return;
    const focused = document.activeElement;
    const value = focused instanceof HTMLButtonElement && head.contains(focused) ? focused.value : '';
    head.replaceChildren(...fresh.childNodes);
    one('[data-facts]')?.replaceChildren(...(one('[data-part="facts"]', part)?.childNodes ?? []));
    if (value) one<HTMLButtonElement>(`button[value="${CSS.escape(value)}"]`, head)?.focus();
  } catch {
    // The next change asks again.
  }
});

on<Run>('run', (run) => { if (run.id === id) refresh(); });
on('reset', refresh);

startLog(id);
startCharts(pageData<ChartData>('chart-data'));
