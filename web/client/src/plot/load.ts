// Loads Plotly when the first chart comes into sight, not before. Its style rules
// come as a file under the id that Plotly looks for. Plotly itself would make a
// style element, which the CSP forbids.
import type {Plotly} from 'plotly.js/lib/core';

let loading: Promise<Plotly> | null = null;

export function loadPlotly(): Promise<Plotly> {
  if (!loading) {
    loading = import('./bundle.ts').then((module) => module.default);
    loading.catch(() => { loading = null; });
  }
  return loading;
}

// whenSeen calls work once, when element comes near the visible part of the page.
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

// hasWebGL reports whether this browser has WebGL. Parallel coordinates need it,
// and many points are fast only with it.
export function hasWebGL(): boolean {
  if (webgl === undefined) {
    const context = document.createElement('canvas').getContext('webgl');
    webgl = context !== null;
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return webgl;
}
