import assert from 'node:assert/strict';
import {test} from 'node:test';
import {newestFirst, nextSort, sorted} from './sort.ts';

test('no key is newest first', () => {
  assert.deepEqual(sorted('', true), {by: 'created', down: true});
  assert.deepEqual(sorted('param:lr', true), {by: 'param:lr', down: false});
  assert.deepEqual(sorted('best', false), {by: 'best', down: false});
  assert.deepEqual(sorted('best', true), {by: 'best', down: true});
  assert.deepEqual(sorted('-best', true), {by: 'best', down: false});
  assert.deepEqual(['', '-created', 'created', 'best'].map(newestFirst), [true, true, false, false]);
});

test('the first click puts the newest and the best at the top', () => {
  assert.equal(nextSort('best', 'created', false), '-created');
  assert.equal(nextSort('', 'best', false), 'best');
  assert.equal(nextSort('', 'best', true), 'best');
  assert.equal(nextSort('', 'last', true), '-last');
  assert.equal(nextSort('', 'param:lr', true), 'param:lr');
});

test('another click turns the order around', () => {
  assert.equal(nextSort('', 'created', false), 'created');
  assert.equal(nextSort('created', 'created', false), '-created');
  assert.equal(nextSort('-best', 'best', true), 'best');
  assert.equal(nextSort('best', 'best', true), '-best');
});
