// The verdict on a run's curve, in the words of package say.
import type {Run} from '../api.ts';
import {formatNumber, grouped} from '../format.ts';

// broken reports whether a run's values are NaN or infinite now, whatever it
// reached before.
export function broken({verdict}: Run): boolean {
  return verdict?.kind === 'nan' || verdict?.kind === 'diverged';
}

// valueNow returns the value of a broken run's objective, '' for any other run.
export function valueNow(run: Run): string {
  if (!broken(run)) return '';
  return run.verdict?.kind === 'diverged' ? '∞' : 'NaN';
}

// verdictOf returns the verdict. For a broken run it adds the best from before.
export function verdictOf(run: Run): string {
  const text = words(run);
  if (!broken(run)) return text;
  const {objective} = run;
  return `${run.status === 'running' ? '⚠ ' : ''}${text}${objective ? ` · best before ${formatNumber(objective.value)}` : ''}`;
}

function words(run: Run): string {
  const {verdict, progress} = run;
  if (!verdict) return '';
  const at = `${progress?.unit || 'step'} ${grouped(verdict.since_step)}`;
  switch (verdict.kind) {
    case 'nan':
    case 'diverged': return run.status === 'running' ? `${valueNow(run)} since ${at}` : `became ${valueNow(run)} at ${at}`;
    case 'overfits': return `overfits from ${at}`;
    case 'worsens': return `gets worse from ${at}`;
    case 'still_improving': return 'still improving';
    case 'stalled': return `stalled at ${at}`;
    case 'flat': return `flat from ${at}`;
  }
}
