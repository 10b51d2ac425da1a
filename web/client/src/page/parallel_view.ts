// Parallel coordinates: one line per run across its parameters.
import type {CompareData} from '../api.ts';
import {one} from '../dom.ts';
import {hasWebGL} from '../plot/load.ts';
import {look} from '../plot/look.ts';
import {FigureView} from './figure_view.ts';

interface Parallel {
  light: (run: string | null) => void;
  update: () => Promise<void>;
}

interface LineStyle {
  color: number[];
  colorscale: [number, string][];
  cmin: number;
  cmax: number;
}

export function startParallel(data: CompareData, lighten: (run: string | null) => void): Parallel | null {
  const place = one('[data-parallel]');
  if (!place) return null;
  let runs: string[] = [];
  let plain: LineStyle | null = null;
  let lit: string | null = null;
  const view = new FigureView({
    place, address: () => `${data.plot}kind=parallel&`, nothing: () => 'None of these runs has a value yet.',
    instead: () => (hasWebGL() ? '' : 'This browser has no WebGL, which this chart is drawn with. The leaderboard and the chart of one parameter show the same runs.'),
    drawn: (plot, first) => {
      const trace = view.figure?.data[0];
      runs = (trace?.customdata as string[] | undefined) ?? [];
      plain = (trace?.line as LineStyle | undefined) ?? null;
      lit = null;
      if (!first) return;
      plot.on('plotly_hover', (event) => lighten(runs[event.curveNumber as number] ?? null));
      plot.on('plotly_unhover', () => lighten(null));
    },
  });

  // Plotly redraws all lines for this, so a pointer that passes over many rows
  // highlights only the one where it rests.
  let timer = 0;
  const light = (run: string | null) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => paint(run), 50);
  };

  // The highlighted line keeps its colour; the others become grey: a grey tenth is
  // added below the colour scale.
  const paint = (run: string | null) => {
    if (run === lit || !view.plot || !plain || !view.plotly) return;
    lit = run;
    const at = run ? runs.indexOf(run) : -1;
    if (at < 0) {
      void view.plotly.restyle(view.plot, {'line.color': [plain.color], 'line.colorscale': [plain.colorscale], 'line.cmin': plain.cmin, 'line.cmax': plain.cmax}, [0]);
      return;
    }
    const span = plain.cmax - plain.cmin || 1;
    const low = plain.cmin - span / 9;
    const grey = look().grid;
    const scale: [number, string][] = [[0, grey], [0.099, grey], ...plain.colorscale.map(([share, color]): [number, string] => [0.1 + share * 0.9, color])];
    const colors = plain.color.map((value, i) => (i === at ? value : low));
    void view.plotly.restyle(view.plot, {'line.color': [colors], 'line.colorscale': [scale], 'line.cmin': low, 'line.cmax': plain.cmax}, [0]);
  };
  return {light, update: () => view.update()};
}
