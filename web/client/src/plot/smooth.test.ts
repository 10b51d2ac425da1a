import assert from 'node:assert/strict';
import {test} from 'node:test';
import {smoothed} from './smooth.ts';

test('a constant stays as it is from the first value', () => {
  assert.deepEqual(smoothed([3, 3, 3], 0.9).map((value) => value?.toFixed(9)), ['3.000000000', '3.000000000', '3.000000000']);
});

test('gaps stay gaps, and no weight changes nothing', () => {
  assert.deepEqual(smoothed([1, null, 2], 0), [1, null, 2]);
  assert.equal(smoothed([1, null, 2], 0.5)[1], null);
  assert.ok((smoothed([0, 1], 0.5)[1] ?? 0) > 0.6);
});
