// Loads Plotly when the first chart comes into sight, and not before. Its own
// style rules come as a file under the id it looks for: as a style element, as
// it would make it, the page's policy forbids them.
import type {Plotly} from 'plotly.js/lib/core';

let loading: Promise<Plotly> | null = null;

export function loadPlotly(): Promise<Plotly> {
  if (!loading) {
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
