// What a run's status does not say: why it is where it is, and what its curve came
// to. web/runs_view.go writes the same.
import type {Run} from '../api.ts';
import {visible} from '../format.ts';
import {verdictOf} from './verdict.ts';

export function noteOf(run: Run): string {
  const reason = run.status === 'completed' ? '' : (run.reason ?? '').replace(/^waiting: /, '');
  return visible([reason, verdictOf(run)].filter(Boolean).join(' · '));
}
