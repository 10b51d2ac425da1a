import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Status, VerdictKind} from '../api.ts';
import cases from '../../../../say/testdata/words.json';
import {noteOf} from './note.ts';
import {made} from './run.fixture.ts';
import {broken, verdictOf} from './verdict.ts';

test('verdicts are as the server writes them', () => {
  for (const {status, kind, since, unit, best, want} of cases.verdict) {
    const run = made({id: 'r1', status: status as Status, ...(best === undefined ? {} : {value: best})});
    if (kind) run.verdict = {kind: kind as VerdictKind, since_step: since ?? 0};
    if (unit) run.progress = {done: 0, total: 0, unit};
    assert.equal(verdictOf(run), want);
    assert.equal(broken(run), /NaN|∞/.test(want));
  }
});

test('a note is the reason and the verdict', () => {
  const run = made({id: 'r1', status: 'cancelled', value: 0.3, verdict: 'nan'});
  assert.equal(noteOf({...run, reason: 'stopped by Ada'}), 'stopped by Ada · became NaN at step 4 · best before 0.3000');
  assert.equal(noteOf({...run, status: 'completed', reason: 'exit 0'}), 'became NaN at step 4 · best before 0.3000');
  assert.equal(noteOf({...made({id: 'r1', status: 'pending'}), reason: 'waiting: no slot'}), 'no slot');
});
