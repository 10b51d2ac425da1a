// The two columns, chat and runs. A phone shows one at a time.
import './base.ts';
import {startChat} from './chat/chat.ts';
import {startComposer} from './chat/composer.ts';
import {all, one} from './dom.ts';
import {startRuns} from './runs/runs.ts';

function startTabs(): void {
  const main = one('main.home');
  for (const tab of all<HTMLAnchorElement>('.tabs a')) {
    tab.addEventListener('click', (event) => {
      event.preventDefault();
      const view = tab.dataset.view ?? 'chat';
      main?.classList.remove('show-chat', 'show-runs');
      main?.classList.add(`show-${view}`);
      for (const other of all('.tabs a')) other.removeAttribute('aria-current');
      tab.setAttribute('aria-current', 'page');
      const address = new URL(location.href);
      address.searchParams.set('view', view);
      history.replaceState(null, '', address);
      main?.dispatchEvent(new CustomEvent('shown', {detail: view}));
    });
  }
}

startTabs();
startChat();
startComposer();
startRuns();
