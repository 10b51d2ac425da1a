// Draws one line of a chart once more, above the others. Plotly would redraw all
// lines for that.
import type {PlotElement} from 'plotly.js/lib/core';

const space = 'http://www.w3.org/2000/svg';

interface Axis {
  _offset: number;
  _length: number;
  d2p: (value: number) => number;
}

interface Shape {
  x: number[];
  y: (number | null)[];
  color: string;
}

export class LitLine {
  private readonly svg = document.createElementNS(space, 'svg');
  private readonly path = document.createElementNS(space, 'path');
  private shape: Shape | null = null;

  constructor(private readonly plot: PlotElement) {
    this.svg.setAttribute('class', 'lit');
    this.svg.setAttribute('aria-hidden', 'true');
    this.svg.append(this.path);
    for (const event of ['plotly_afterplot', 'plotly_relayouting', 'plotly_relayout']) plot.on(event, () => this.draw());
  }

  show(shape: Shape | null): void {
    this.shape = shape;
    this.draw();
  }

  private draw(): void {
    const {shape, svg, plot} = this;
    plot.classList.toggle('dimmed', shape !== null);
    const layout = plot._fullLayout as {xaxis?: Axis; yaxis?: Axis} | undefined;
    if (!shape || !layout?.xaxis || !layout.yaxis) return svg.remove();
    const {xaxis, yaxis} = layout;
    Object.assign(svg.style, {left: `${xaxis._offset}px`, top: `${yaxis._offset}px`});
    svg.setAttribute('width', String(xaxis._length));
    svg.setAttribute('height', String(yaxis._length));
    this.path.setAttribute('d', pathOf(shape, xaxis, yaxis));
    this.path.setAttribute('stroke', shape.color);
    // Above the lines, below the label of the point under the pointer.
    if (!svg.isConnected) plot.querySelector('.gl-container')?.after(svg);
  }
}

function pathOf(shape: Shape, xaxis: Axis, yaxis: Axis): string {
  let path = '';
  let pen = 'M';
  shape.x.forEach((x, i) => {
    const y = shape.y[i];
    const across = xaxis.d2p(x);
    const at = y === null || y === undefined ? NaN : yaxis.d2p(y);
    if (!Number.isFinite(at) || !Number.isFinite(across)) {
      pen = 'M';
      return;
    }
    path += `${pen}${across.toFixed(1)} ${at.toFixed(1)}`;
    pen = 'L';
  });
  return path;
}
