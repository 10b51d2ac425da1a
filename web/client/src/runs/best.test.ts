import assert from 'node:assert/strict';
import {test} from 'node:test';
import {larger, starred} from './best.ts';
import {made} from './run.fixture.ts';

test('the star is the least, or the most, of the objective', () => {
  const runs = [made({id: 'r1', value: 0.3}), made({id: 'r2', value: 0.1}), made({id: 'r3', value: 0.2})];
  assert.equal(starred(runs), 'r2');
  const accuracies = [made({id: 'r1', value: 0.3, goal: 'maximize'}), made({id: 'r2', value: 0.1, goal: 'maximize'})];
  assert.equal(starred(accuracies), 'r1');
  assert.deepEqual([larger(runs), larger(accuracies)], [false, true]);
});

test('a run without a number has no star', () => {
  assert.equal(starred([made({id: 'r1', value: null}), made({id: 'r2', value: 0.5}), made({id: 'r3'})]), 'r2');
  assert.equal(starred([made({id: 'r1', value: null}), made({id: 'r2', value: 0, goal: 'minimize'})]), 'r2');
  assert.equal(starred([made({id: 'r1'}), made({id: 'r2', value: null})]), '');
});

test('of equal runs the first in the list has it', () => {
  assert.equal(starred([made({id: 'r5', value: 0.1}), made({id: 'r4', value: 0.1})]), 'r5');
});

test('one run, or runs of several projects, have no star', () => {
  assert.equal(starred([]), '');
  assert.equal(starred([made({id: 'r1', value: 0.1})]), '');
  assert.equal(starred([made({id: 'r1', value: 0.1}), made({id: 'r2', value: 0.2, project: 'resnet'})]), '');
});

test('a run that is broken now has no star, however good it was', () => {
  for (const verdict of ['nan', 'diverged'] as const) {
    assert.equal(starred([made({id: 'r1', value: 0.1, verdict}), made({id: 'r2', value: 0.9})]), 'r2');
    assert.equal(starred([made({id: 'r1', value: 0.1, verdict}), made({id: 'r2', value: 0.9, verdict})]), '');
  }
  assert.equal(starred([made({id: 'r1', value: 0.1, verdict: 'overfits'}), made({id: 'r2', value: 0.9})]), 'r1');
});
