// The choice between dark, light and the system's theme. The server reads it from
// a cookie, so that a page does not change its theme while it loads.
import {all, one} from './dom.ts';

type Theme = 'dark' | 'light';

const systemLight = matchMedia('(prefers-color-scheme: light)');

function chosen(): Theme | null {
  const theme = document.documentElement.dataset.theme;
  return theme === 'dark' || theme === 'light' ? theme : null;
}

export function theme(): Theme {
  return chosen() ?? (systemLight.matches ? 'light' : 'dark');
}

const watchers: (() => void)[] = [];

// onTheme calls watcher after every change.
export function onTheme(watcher: () => void): void {
  watchers.push(watcher);
}

function choose(wanted: string): void {
  if (wanted === 'dark' || wanted === 'light') document.documentElement.dataset.theme = wanted;
  else delete document.documentElement.dataset.theme;
  document.cookie = `trex_theme=${chosen() ?? ''}; path=/; max-age=${chosen() ? 31536000 : 0}; samesite=lax`;
  for (const button of all('details.theme button')) button.setAttribute('aria-pressed', String(button.getAttribute('value') === (chosen() ?? 'system')));
  // As whenLight in web/page.go does for the light versions of pictures.
  const light = {dark: 'not all', light: 'all', system: systemLight.media}[chosen() ?? 'system'];
  for (const source of all<HTMLSourceElement>('picture > source')) source.media = light;
  for (const watcher of watchers) watcher();
}

export function startTheme(): void {
  const menu = one<HTMLDetailsElement>('details.theme');
  menu?.addEventListener('submit', (event) => {
    event.preventDefault();
    if (event.submitter instanceof HTMLButtonElement) choose(event.submitter.value);
    menu.open = false;
    one('summary', menu)?.focus();
  });
  systemLight.addEventListener('change', () => {
    if (!chosen()) for (const watcher of watchers) watcher();
  });
}
