// Loads Plotly when the first chart comes into sight, and not before.
import type {Plotly} from 'plotly.js/lib/core';
import {el} from '../dom.ts';

let loading: Promise<Plotly> | null = null;

export function loadPlotly(): Promise<Plotly> {
  if (!loading) {
    // Plotly would put its rules into a style element, which the page's policy
    // forbids; the same rules come as a file, and this tells it so.
    if (!document.getElementById('plotly.js-style-global')) {
      document.head.append(el('style', {id: 'plotly.js-style-global', class: 'no-inline-styles'}));
    }
    loading = import('./bundle.ts').then((module) => module.default);
    loading.catch(() => { loading = null; });
  }
  return loading;
}

// whenSeen calls work once, when element comes near the part of the page in
// sight.
export function whenSeen(element: Element, work: () => void): void {
  const watcher = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      watcher.disconnect();
      work();
    }
  }, {rootMargin: '200px'});
  watcher.observe(element);
}

let webgl: boolean | undefined;

// hasWebGL reports whether this browser can draw many points fast, and parallel
// coordinates at all.
export function hasWebGL(): boolean {
  if (webgl === undefined) {
    const context = document.createElement('canvas').getContext('webgl');
    webgl = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return webgl;
}
