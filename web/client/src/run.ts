// A run's page.
import './base.ts';
import type {ChartData} from './api.ts';
import {one, pageData, parse, renewWithin, throttled} from './dom.ts';
import {on} from './feed.ts';
import {getText} from './fetch.ts';
import {startLog} from './log/viewer.ts';
import {startCharts} from './page/run_charts.ts';

const id = one('main')?.dataset.run ?? '';
const head = one('[data-head]') as HTMLElement;

// One request at a time: a late answer must not replace a newer one.
const refresh = throttled(250, async () => {
  try {
    const part = parse(await getText(`/part/run/${id}`));
    const fresh = part && one('[data-part="head"]', part);
    if (!fresh) return;
    const focused = document.activeElement;
    const value = focused instanceof HTMLButtonElement && head.contains(focused) ? focused.value : '';
    renewWithin(head, fresh);
    const [facts, news] = [one('[data-facts]'), one('[data-part="facts"]', part)];
    if (facts && news) renewWithin(facts, news);
    if (value) one<HTMLButtonElement>(`button[value="${CSS.escape(value)}"]`, head)?.focus();
  } catch {
    // The next change fetches again.
  }
});

on('run', (run) => { if (run.id === id) refresh(); });
on('reset', refresh);
document.addEventListener('told', refresh);

startLog(id);
startCharts(pageData<ChartData>('chart-data'));
