// A run's log: live over a web socket, any length, with colours and search.
import type {Piece} from '../api.ts';
import {el, one} from '../dom.ts';
import {LogLines} from './lines.ts';

const firstBytes = 1_000_000; // of a long log; the rest must be downloaded

export function startLog(run: string): void {
  const place = one('.log-lines');
  const tools = one('[data-log-tools]');
  if (!place || !tools) return;
  const lines = new LogLines(place);
  let offset = -1;
  let wait = 500;

  const follow = el('button', {type: 'button', 'aria-pressed': 'true', title: 'Stay at the end', text: 'Follow'});
  follow.onclick = () => lines.follow(!lines.following);
  lines.onFollow = (on) => follow.setAttribute('aria-pressed', String(on));
  const search = el('input', {type: 'search', placeholder: 'search the log', 'aria-label': 'Search the log', spellcheck: 'false'});
  const found = el('span', {class: 'quiet', 'aria-live': 'polite'});
  search.addEventListener('input', () => { found.textContent = lines.search(search.value); });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      found.textContent = lines.step(event.shiftKey ? -1 : 1);
    }
  });
  tools.append(search, found, follow);

  const open = () => {
    const from = offset < 0 ? `tail=${firstBytes}` : `from=${offset}`;
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/logs?run=${run}&frames=json&${from}`);
    socket.onmessage = (event) => {
      const piece = JSON.parse(String(event.data)) as Piece;
      if (offset < 0) lines.clear(piece.from > 0 ? '… the beginning is left out; download the log for all of it' : '');
      offset = piece.to;
      wait = 500;
      lines.add(piece.text);
    };
    socket.onclose = (event) => {
      if (event.code === 1000) {
        if (offset < 0) lines.clear('');
        lines.end();
        return;
      }
      if (!leaving) setTimeout(open, wait);
      wait = Math.min(wait * 1.7, 10_000);
    };
    stop = () => socket.close();
  };
  let leaving = false;
  let stop = () => {};
  addEventListener('pagehide', () => { leaving = true; stop(); });
  open();
}
