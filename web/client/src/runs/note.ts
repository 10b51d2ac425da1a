// The note beside a run's status: the reason for it, and the verdict on the curve.
// web/runs_view.go writes the same.
import type {Run} from '../api.ts';
import {visible} from '../format.ts';
import {verdictOf} from './verdict.ts';

export function noteOf(run: Run): string {
  const reason = run.status === 'completed' ? '' : (run.reason ?? '').replace(/^waiting: /, '');
  return visible([reason, verdictOf(run)].filter(Boolean).join(' · '));
}
