// The switch between dark and light. Without a choice the system's holds.
import {one} from './dom.ts';

export function theme(): 'dark' | 'light' {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

const watchers: (() => void)[] = [];

// onTheme calls watcher after every change.
export function onTheme(watcher: () => void): void {
  watchers.push(watcher);
}

export function startTheme(): void {
  one<HTMLFormElement>('form.theme')?.addEventListener('submit', (event) => {
    event.preventDefault();
    const next = theme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    document.cookie = `trex_theme=${next}; path=/; max-age=31536000; samesite=lax`;
    for (const watcher of watchers) watcher();
  });
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => {
    for (const watcher of watchers) watcher();
  });
}
