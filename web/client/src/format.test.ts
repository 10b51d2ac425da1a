import assert from 'node:assert/strict';
import {test} from 'node:test';
import cases from '../../../say/testdata/words.json';
import {formatAgo, formatDuration, formatNumber, visible} from './format.ts';

test('numbers, times and texts are as the server writes them', () => {
  for (const [value, want] of cases.number as [number, string][]) assert.equal(formatNumber(value), want);
  for (const [value, want] of cases.seconds as [number, string][]) assert.equal(formatDuration(value), want);
  for (const [value, want] of cases.ago as [number, string][]) assert.equal(formatAgo(0, value * 1000), want);
  for (const [value, want] of cases.visible as [string, string][]) assert.equal(visible(value), want);
  assert.equal(formatNumber(NaN), 'NaN');
  assert.equal(formatNumber(null), 'NaN');
  assert.equal(formatNumber(Infinity), '∞');
  assert.equal(formatNumber(-Infinity), '−∞');
});
