// What every page does: theme, relative times, slots in use, buttons of cards.
import {startActions} from './actions.ts';
import type {ServerStatus} from './api.ts';
import {all, el, one, throttled} from './dom.ts';
import {connect, on} from './feed.ts';
import {getJSON} from './fetch.ts';
import {formatAgo} from './format.ts';
import {startTheme} from './theme.ts';

function tickTimes(): void {
  const now = Date.now();
  for (const time of all<HTMLTimeElement>('time')) {
    const text = formatAgo(Date.parse(time.dateTime), now);
    if (time.textContent !== text) time.textContent = text;
  }
}

async function refreshStatus(): Promise<void> {
  const status = await getJSON<ServerStatus>('/api/status');
  const slots = one('.slots');
  if (slots) {
    slots.replaceChildren(el('b', {text: status.busy}), `/${status.slots} slots${status.gpus ? ` · ${status.gpus_busy}/${status.gpus} GPUs` : ''}`);
  }
  for (const listener of statusListeners) listener(status);
}

const statusListeners: ((status: ServerStatus) => void)[] = [];

export function onStatus(listener: (status: ServerStatus) => void): void {
  statusListeners.push(listener);
}

if (location.pathname !== '/login') {
  const refresh = throttled(400, () => refreshStatus().catch(() => undefined));
  on('run', refresh);
  on('reset', refresh);
  connect();
}
startTheme();
startActions();
tickTimes();
setInterval(tickTimes, 1000);
