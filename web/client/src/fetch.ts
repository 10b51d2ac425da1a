// Requests to the server. The types of its answers are in api.ts.
import type {Outcome, Refusal} from './api.ts';

export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

async function refusal(answer: Response): Promise<Refused> {
  if (answer.status === 401) location.reload();
  try {
    const body = (await answer.json()) as Partial<Refusal>;
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

export interface Answer {
  form: string; // HTML to fill in, also after a refusal; '' when done
  outcome: Outcome | null;
}

// postForm sends a form as a click on its button would.
export async function postForm(address: string, fields: URLSearchParams): Promise<Answer> {
  const answer = await ask(address, {
    method: 'POST', body: fields, headers: {'Accept': 'application/json', 'X-Requested-With': 'fetch'},
  });
  const isForm = answer.headers.get('Content-Type')?.startsWith('text/html') ?? false;
  if (!answer.ok) throw await refusal(answer);
  return isForm ? {form: await answer.text(), outcome: null} : {form: '', outcome: (await answer.json()) as Outcome};
}

export async function postMessage(content: string): Promise<void> {
  const answer = await ask('/api/messages', {
    method: 'POST', body: JSON.stringify({content}), headers: {'Content-Type': 'application/json', 'Accept': 'application/json'},
  });
  if (!answer.ok) throw await refusal(answer);
}
