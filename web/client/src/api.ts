// The JSON of the server. Generated from the structs of package web, do not edit:
// run make generate.

export type ActName = 'propose' | 'change' | 'command' | 'ask' | 'tell' | 'answer' | 'question';

export interface Changed {
  id: string;
}

export interface ChartData {
  run: string;
  objective: string;
  goal: Goal;
  unit: string;
  quantities: Quantity[];
  started: number;
  broken: boolean;
  epochs: number;
  last_step: number;
}

export interface Colors {
  text: string;
  dim: string;
  grid: string;
  series: string[];
}

export interface Columns {
  step: number[];
  value: (number | null)[];
  time?: number[];
}

export interface CompareData {
  plot: string;
  runs: string[];
  objective: string;
  metrics: string[];
  params: ParamData[];
  seeds: boolean;
  groups?: Record<string, string>;
}

export interface Draft {
  text: string;
}

export interface Events {
  run: Run;
  experiment: ExperimentChange;
  message: Message;
  points: Changed;
  proposal: Changed;
  warning: Changed;
  draft: Draft;
  reset: Record<string, never>;
}

export interface ExperimentChange {
  runs: string[];
  id: string;
  proposal?: string;
  project: string;
  requested_by?: string;
  created_at: string;
  counts: Record<Status, number>;
  best?: string;
}

export interface Failure {
  kind: string;
  message: string;
}

export type Goal = 'minimize' | 'maximize';

export interface Member {
  metric: string;
  label: string;
}

export interface Message {
  id: string;
  role: Role;
  content: string;
  timestamp: string;
  runConfigs?: Record<string, Value>[];
  proposal?: ProposalRef;
  updated_at?: string;
  act?: ActName;
  options?: string[];
}

export interface Meta {
  run?: string;
  strong?: boolean;
  series?: number;
}

export interface Objective {
  metric: string;
  goal: Goal;
  value: number | null;
  step: number;
  last?: number | null;
}

export interface Option {
  value: string;
  label?: string;
}

export interface Outcome {
  said?: string;
  to?: string;
  refused?: boolean;
}

export interface Palette {
  dark: Colors;
  light: Colors;
}

export interface ParamData {
  name: string;
}

export interface Piece {
  from: number;
  to: number;
  text: string;
}

export interface Progress {
  done: number;
  total: number;
  unit: string;
  eta_s?: number;
}

export interface ProposalRef {
  id: string;
  version: number;
  state: ProposalState;
  project: string;
}

export type ProposalState = 'open' | 'launched' | 'dismissed' | 'expired';

export interface Quantity {
  name: string;
  members: Member[];
  system?: boolean;
  unit?: Unit;
}

export interface Refusal {
  error: Failure;
}

export type Role = 'user' | 'assistant' | 'system';

export interface Run {
  id: string;
  name: string;
  project: string;
  experiment: string;
  status: Status;
  config: Record<string, Value>;
  val_loss?: number | null;
  lr_used?: Value;
  objective?: Objective;
  progress?: Progress;
  reason?: string;
  verdict?: Verdict;
  requested_by?: string;
  created_at: string;
  started_at?: string;
  finished_at?: string;
  stop_asked_at?: string;
}

export interface ServerStatus {
  slots: number;
  busy: number;
  gpus: number;
  gpus_busy: number;
  counts: Record<Status, number>;
  version: string;
}

export interface Spark {
  values: (number | null)[];
  last?: number | null;
}

export type Status = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled';

export type Unit = '%' | 'B';

export type Value = number | string | boolean;

export interface Verdict {
  kind: VerdictKind;
  since_step: number;
}

export type VerdictKind = 'nan' | 'diverged' | 'overfits' | 'worsens' | 'stalled' | 'still_improving' | 'flat';
