// How charts look in the page's theme. The colours are those of charts/palette.go.
import {visible} from '../format.ts';
import {theme} from '../theme.ts';

export interface Look {
  text: string;
  dim: string;
  grid: string;
  series: string[];
}

const looks: Record<'dark' | 'light', Look> = {
  dark: {
    text: '#eef3ff', dim: '#a3b4d6', grid: '#1d3160',
    series: ['#00b4f0', '#b428ff', '#ffb000', '#7dffb2', '#ff5c39', '#c9d4ff', '#ff6fb5', '#54a36b'],
  },
  light: {
    text: '#0b1b3f', dim: '#52607d', grid: '#dde3ef',
    series: ['#0077b3', '#9a00e6', '#9c6200', '#00855a', '#d1350f', '#4a5ba8', '#d1247e', '#2f5f3d'],
  },
};

export function look(): Look {
  return looks[theme()];
}

export function layoutOf(now: Look): Record<string, unknown> {
  return {
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
    font: {family: 'Inter, system-ui, sans-serif', size: 12, color: now.text},
    margin: {l: 52, r: 14, t: 8, b: 36}, hovermode: 'x unified', showlegend: true,
    legend: {orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', font: {size: 12}},
    hoverlabel: {bgcolor: theme() === 'dark' ? '#0c265e' : '#ffffff', bordercolor: now.grid, font: {color: now.text, family: 'Inter, system-ui, sans-serif'}},
  };
}

export function axisOf(now: Look, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {gridcolor: now.grid, linecolor: now.grid, zeroline: false, automargin: true, exponentformat: 'SI', ...more};
}

export const config = {
  displaylogo: false, responsive: true, doubleClick: 'reset', scrollZoom: false,
  modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d', 'toImage', 'sendDataToCloud'],
  displayModeBar: false,
};

// plain writes outside text so that Plotly, which reads a little HTML in names,
// shows it as it is.
export function plain(text: string): string {
  return visible(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
