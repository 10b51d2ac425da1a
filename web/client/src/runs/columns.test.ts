import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Run, Value} from '../api.ts';
import {paramColumns} from './columns.ts';

const run = (config: Record<string, Value>): Run => ({
  id: 'r1', name: '', project: 'digits', experiment: 'e1', status: 'pending', config, created_at: '',
});
const params = {digits: ['lr', 'epochs', 'seed']};

test('only what differs is a column, in the order of the project', () => {
  assert.deepEqual(paramColumns([run({seed: 1, lr: 0.1, epochs: 5}), run({seed: 2, lr: 0.2, epochs: 5})], false, params), ['lr', 'seed']);
  assert.deepEqual(paramColumns([run({seed: 1, lr: 0.1, epochs: 5})], false, params), ['lr', 'epochs', 'seed']);
  assert.deepEqual(paramColumns([run({lr: 0.1}), run({lr: 0.1, extra: 'x'})], false, params), ['extra']);
  assert.deepEqual(paramColumns([run({lr: 0.1, extra: 'x'}), run({lr: 0.1})], false, params), ['extra']);
  assert.deepEqual(paramColumns([run({lr: 1, epochs: 2}), run({lr: 2, epochs: 2})], true, params), ['lr', 'epochs']);
  assert.deepEqual(paramColumns([], false, params), []);
});
