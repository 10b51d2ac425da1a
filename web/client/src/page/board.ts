// The leaderboard. The row under the pointer highlights its run in the charts.
import {all, one} from '../dom.ts';

export class Board {
  private readonly body = one('[data-board]') as HTMLElement;

  constructor(lit: (run: string | null) => void) {
    const runOf = (event: Event) => (event.target instanceof Element ? event.target.closest<HTMLElement>('tr')?.dataset.run ?? null : null);
    this.body.addEventListener('mouseover', (event) => lit(runOf(event)));
    this.body.addEventListener('mouseleave', () => lit(null));
    this.body.addEventListener('focusin', (event) => lit(runOf(event)));
    this.body.addEventListener('focusout', () => lit(null));
  }

  private colors = new Map<string, string>();

  // color gives each row the colour of its run's curve: the table is the legend.
  color(colors: Map<string, string>): void {
    this.colors = colors;
    this.paint();
  }

  paint(): void {
    for (const cell of all('td.c-rank', this.body)) {
      cell.style.boxShadow = `inset 4px 0 ${this.colors.get(cell.closest('tr')?.dataset.run ?? '') ?? 'transparent'}`;
    }
  }

  light(run: string | null): void {
    for (const row of all('tr', this.body)) row.classList.toggle('linked', row.dataset.run === run);
  }
}
