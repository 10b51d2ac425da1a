// One run as a row of the table, or as a card.
import type {Run, Spark, Status} from '../api.ts';
import {el, one} from '../dom.ts';
import {formatAgo, formatDuration, formatExact, formatNumber, formatValue, visible} from '../format.ts';
import {noteOf} from './note.ts';
import {draw, spark} from './spark.ts';
import {valueNow} from './verdict.ts';

const marks: Record<Status, [string, string]> = {
  pending: ['⏳', 'waiting'], running: ['▶', 'running'], completed: ['✔', 'completed'], failed: ['✖', 'failed'], cancelled: ['■', 'stopped'],
};

function statusBadge(status: Status): HTMLElement {
  const [mark, word] = marks[status];
  return el('span', {class: `status ${status}`}, el('span', {'aria-hidden': 'true', text: mark}), ` ${word}`);
}

function progressOf(run: Run): (Node | string)[] {
  const progress = run.progress;
  if (!progress || run.status === 'pending' || run.status === 'completed') return [];
  const done = progress.total > 0 ? `${progress.done}/${progress.total}` : `${progress.unit} ${progress.done}`;
  const parts: (Node | string)[] = [];
  if (progress.total > 0 && run.status === 'running') parts.push(' ', el('progress', {value: progress.done, max: progress.total, 'aria-label': `progress of ${run.id}`}));
  parts.push(' ', el('span', {class: 'steps', text: done}));
  return parts;
}

function lasted(run: Run, now: number): string {
  if (!run.started_at) return '';
  const end = run.finished_at ? Date.parse(run.finished_at) : now;
  return formatDuration((end - Date.parse(run.started_at)) / 1000);
}

function fillCurve(cell: HTMLElement, little: Spark): void {
  const drawn = draw(little.values);
  cell.replaceChildren(...(drawn ? [drawn] : []));
  if (little.last !== undefined) cell.title = `last ${formatNumber(little.last)}`;
}

// lastOf: a curve has NaN for ∞ too; the verdict says which it is.
function lastOf(run: Run, little: Spark | undefined): string {
  return valueNow(run) || formatNumber(little?.last === undefined ? run.objective?.last : little.last);
}

// addSpark puts a fetched curve into its row.
export function addSpark(row: HTMLElement, run: Run): void {
  const little = spark(run.id);
  const curve = one('.c-spark', row);
  const last = one('.c-last', row);
  if (!little || !curve || !last) return;
  fillCurve(curve, little);
  last.textContent = lastOf(run, little);
}

interface Look {
  columns: string[];
  picked: boolean;
  star: boolean;
  several: boolean; // the list has several projects
}

export function makeRow(run: Run, look: Look): HTMLTableRowElement {
  const tick = el('input', {type: 'checkbox', name: 'run', value: run.id, 'aria-label': `select ${run.id}`});
  tick.checked = look.picked;
  const broken = valueNow(run) !== '';
  const best = broken ? undefined : run.objective;
  const created = Date.parse(run.created_at);
  const little = spark(run.id);
  const name = visible(run.name);
  const note = noteOf(run);
  const curve = el('td', {class: 'c-spark'});
  if (little) fillCurve(curve, little);
  const line = look.columns.slice(0, 4).map((column) => `${column} ${formatValue(run.config[column])}`).join(' · ');
  const took = lasted(run, Date.now());
  const eta = run.status === 'running' ? run.progress?.eta_s : undefined;
  const left = eta === undefined ? '' : `~${formatDuration(eta)} left`;
  return el('tr', {'data-run': run.id, class: `${run.status}${look.star ? ' star' : ''}${broken ? ' broken' : ''}${look.picked ? ' picked' : ''}`},
    el('td', {class: 'c-pick'}, tick),
    el('td', {class: 'c-run', title: name}, el('a', {href: `/run/${run.id}`, text: run.id}), ' ', el('span', {class: 'name', text: look.several ? `${run.project} ${name}` : name})),
    el('td', {class: 'c-status', title: note}, statusBadge(run.status), ...progressOf(run), note && el('span', {class: 'note', text: note})),
    el('td', {class: 'c-best', title: best ? `${best.metric} ${best.value} at ${best.step}` : ''},
      look.star && el('span', {class: 'star-mark', title: 'best of those shown', text: '★ '}), best ? formatNumber(best.value) : ''),
    el('td', {class: 'c-last', text: lastOf(run, little)}),
    curve,
    ...look.columns.map((column) => el('td', {class: 'c-param', title: formatValue(run.config[column]), text: formatValue(run.config[column])})),
    el('td', {class: 'c-by', title: visible(run.requested_by ?? ''), text: visible(run.requested_by ?? '')}),
    el('td', {class: 'c-time', title: took && `${took} so far`, text: left || took}),
    el('td', {class: 'c-age'}, el('time', {datetime: run.created_at, title: formatExact(created), text: formatAgo(created, Date.now())})),
    el('td', {class: 'c-line', text: [line, left || took].filter(Boolean).join(' · ')}),
  );
}
