// The JSON API as this client knows it.

export type Status = 'pending' | 'running' | 'completed' | 'failed' | 'cancelled';
export type Value = number | string | boolean;

export interface Run {
  id: string;
  name: string;
  project: string;
  experiment: string;
  status: Status;
  config: Record<string, Value>;
  objective?: {metric: string; goal: 'minimize' | 'maximize'; value: number | null; step: number; last?: number};
  progress?: {done: number; total: number; unit: string; eta_s?: number};
  reason?: string;
  requested_by?: string;
  created_at: string;
  started_at?: string;
  finished_at?: string;
  stop_asked_at?: string;
}

export interface Columns {
  step: number[];
  value: (number | null)[];
  time?: number[];
}

export type Metrics = Record<string, Columns>;

export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

async function refusal(answer: Response): Promise<Refused> {
  if (answer.status === 401) location.reload();
  try {
    const body = (await answer.json()) as {error?: {message?: string}};
    return new Refused(answer.status, body.error?.message ?? answer.statusText);
  } catch {
    return new Refused(answer.status, `the server answered ${answer.status}`);
  }
}

async function ask(address: string, options: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refused(0, 'the server cannot be reached');
  }
  return answer;
}

export async function getJSON<T>(address: string, signal?: AbortSignal): Promise<T> {
  return (await getPage<T>(address, signal)).body;
}

// getPage also returns the address of the next page, "" on the last.
export async function getPage<T>(address: string, signal?: AbortSignal): Promise<{body: T; next: string}> {
  const answer = await ask(address, {headers: {Accept: 'application/json'}, ...(signal ? {signal} : {})});
  if (!answer.ok) throw await refusal(answer);
  const next = /<([^>]*)>;\s*rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1] ?? '';
  return {body: (await answer.json()) as T, next: next && new URL(next).pathname + new URL(next).search};
}

export async function getText(address: string): Promise<string> {
  const answer = await ask(address, {headers: {Accept: 'application/json'}});
  if (!answer.ok) throw await refusal(answer);
  return answer.text();
}

// postForm sends a form as its button would. It returns HTML when the answer is
// a form to fill in, "" when all is done; a form that was refused is HTML too.
export async function postForm(address: string, fields: URLSearchParams): Promise<string> {
  const answer = await ask(address, {
    method: 'POST', body: fields, headers: {'Accept': 'application/json', 'X-Requested-With': 'fetch'},
  });
  const isForm = answer.headers.get('Content-Type')?.startsWith('text/html') ?? false;
  if (!answer.ok) throw await refusal(answer);
  return isForm ? answer.text() : '';
}

export async function postMessage(content: string): Promise<void> {
  const answer = await ask('/api/messages', {
    method: 'POST', body: JSON.stringify({content}), headers: {'Content-Type': 'application/json', 'Accept': 'application/json'},
  });
  if (!answer.ok) throw await refusal(answer);
}
