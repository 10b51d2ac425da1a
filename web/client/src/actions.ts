// Buttons of cards and pages: they act without leaving the page; questions and
// forms open in a dialog. Without this file they are plain forms.
import type {Outcome} from './api.ts';
import {all, el, one, parse} from './dom.ts';
import {postForm, type Answer} from './fetch.ts';
import {said, tell} from './outcome.ts';
import {ticksNoted} from './ticks.ts';

let toastTimer = 0;

export function toast(text: string): void {
  one('.toast')?.remove();
  document.body.append(el('div', {class: 'toast', role: 'alert', text}));
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => one('.toast')?.remove(), 7000);
}

function dialog(...content: HTMLElement[]): HTMLDialogElement {
  const box = el('dialog', {}, ...content);
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', (event) => { if (event.target === box) box.close(); });
  document.body.append(box);
  box.showModal();
  return box;
}

export function confirmed(question: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    const go = el('button', {class: 'danger', text: yes});
    const stay = el('button', {text: 'Cancel'});
    const box = dialog(el('p', {class: 'lead', text: question}), el('p', {class: 'row'}, go, stay));
    box.setAttribute('aria-label', question);
    go.onclick = () => { resolve(true); box.close(); };
    stay.onclick = () => box.close();
    box.addEventListener('close', () => resolve(false));
  });
}

// tally shows how many runs a form's comma-separated values and ticks make.
function tally(form: HTMLElement): void {
  const out = one('.tally', form);
  if (!out) return;
  if (one('textarea', form)) return; // only the server parses a list of lines
  const pairs = one<HTMLSelectElement>('select[name="field._combine"]', form)?.value === 'side by side';
  let runs = 1;
  for (const field of all('.field', form)) {
    const input = one<HTMLInputElement>('input:not([type="checkbox"])', field);
    const values = input?.value.split(',').filter((part) => part.trim()).length ?? 0;
    const ticks = all<HTMLInputElement>('input[type="checkbox"]', field).filter((tick) => tick.checked).length;
    const n = Math.max(values, ticks, 1);
    runs = pairs ? Math.max(runs, n) : runs * n;
  }
  out.textContent = runs === 1 ? '1 run' : `${runs.toLocaleString('en')} runs`;
}

// showForm opens a form in a dialog. The outcome is shown on the page below it.
function showForm(html: string, done: (outcome: Outcome | null) => void): void {
  const form = parse(html);
  if (!(form instanceof HTMLFormElement)) return;
  const box = dialog(form);
  box.setAttribute('aria-label', one('h1', form)?.textContent ?? 'Form');
  one('.close', form)?.addEventListener('click', (event) => { event.preventDefault(); box.close(); });
  form.addEventListener('input', () => tally(form));
  tally(form);
  (one('[aria-invalid]', form) ?? one('input:not([type="hidden"])', form))?.focus();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    void send(form, new URLSearchParams(fieldsOf(form))).then(({form: again, outcome}) => {
      if (outcome?.refused) return tell(lastIn(form), outcome); // keep the typed values
      box.close();
      if (again) showForm(again, done);
      else done(outcome);
    });
  });
}

function fieldsOf(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

// send posts fields and returns the outcome; a refusal is an outcome too.
async function send(form: HTMLFormElement, fields: URLSearchParams): Promise<Answer> {
  const buttons = all<HTMLButtonElement>('button', form);
  form.setAttribute('aria-busy', 'true');
  for (const button of buttons) button.disabled = true;
  try {
    await ticksNoted();
    return await postForm(form.getAttribute('action') ?? '/action', fields);
  } catch (error) {
    return {form: '', outcome: said(error)};
  } finally {
    form.removeAttribute('aria-busy');
    for (const button of buttons) button.disabled = false;
  }
}

async function act(form: HTMLFormElement, button: HTMLButtonElement): Promise<void> {
  const question = button.dataset.confirm;
  if (question && !(await confirmed(question, button.textContent ?? 'Yes'))) return;
  const done = (outcome: Outcome | null) => tell(placeFor(form), outcome);
  done(null);
  const fields = new URLSearchParams(fieldsOf(form));
  fields.append('action', button.value);
  const answer = await send(form, fields);
  if (answer.form) showForm(answer.form, done);
  else done(answer.outcome);
}

// placeFor returns where to show the outcome of a form's buttons: below their
// message, whose element may have been replaced, else in the page's own place.
function placeFor(form: HTMLFormElement): HTMLElement | null {
  const id = form.closest('.message')?.id;
  const message = id ? document.getElementById(id) : null;
  if (!message) return one('.head .outcome');
  return lastIn(message);
}

function lastIn(element: HTMLElement): HTMLElement {
  const place = one('.outcome', element) ?? el('p', {class: 'outcome', role: 'status'});
  element.append(place);
  return place;
}

export function startActions(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!(form instanceof HTMLFormElement) || form.getAttribute('action') !== '/action') return;
    if (!(button instanceof HTMLButtonElement) || event.defaultPrevented || form.matches('.bot-form')) return;
    event.preventDefault();
    void act(form, button);
  });
  document.addEventListener('click', (event) => {
    for (const open of all<HTMLDetailsElement>('details.more[open]')) {
      if (!(event.target instanceof Node) || !open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') for (const open of all<HTMLDetailsElement>('details.more[open]')) open.open = false;
  });
}
