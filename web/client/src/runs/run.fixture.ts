// Runs for tests.
import type {Goal, Run, Status} from '../api.ts';

interface Made {
  id: string;
  value?: number | null; // of the objective, none when absent
  goal?: Goal;
  project?: string;
  status?: Status;
}

export function made({id, value, goal = 'minimize', project = 'digits', status = 'completed'}: Made): Run {
  const run: Run = {id, name: `lr ${id}`, project, experiment: 'e1', status, config: {}, created_at: '2026-11-30T12:00:00Z'};
  return value === undefined ? run : {...run, objective: {metric: 'val_loss', goal, value, step: 1}};
}
