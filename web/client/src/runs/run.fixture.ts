// Runs for tests.
import type {Goal, Run, Status, VerdictKind} from '../api.ts';

interface Made {
  id: string;
  value?: number | null; // of the objective, none when absent
  goal?: Goal;
  project?: string;
  status?: Status;
  verdict?: VerdictKind;
}

export function made({id, value, goal = 'minimize', project = 'digits', status = 'completed', verdict}: Made): Run {
  const run: Run = {id, name: `lr ${id}`, project, experiment: 'e1', status, config: {}, created_at: '2026-11-30T12:00:00Z'};
  if (verdict) run.verdict = {kind: verdict, since_step: 4};
  return value === undefined ? run : {...run, objective: {metric: 'val_loss', goal, value, step: 1}};
}
