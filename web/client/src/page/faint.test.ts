import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mergeFaint, runAt} from './faint.ts';

const line = (i: number, strong = false) => ({
  type: 'scatter', mode: 'lines', name: `r${i} lr`, meta: strong ? {run: `r${i}`, strong} : {run: `r${i}`}, x: [1, 2], y: [i, null], opacity: strong ? undefined : 0.25,
});

test('many faint lines become few, and every point keeps its run', () => {
  const lines = Array.from({length: 20}, (_, i) => line(i));
  const strong = line(99, true);
  const got = mergeFaint([...lines, strong]);
  assert.equal(got.length, 7);
  assert.equal(got.at(-1), strong);
  const seen = new Map<string, unknown[]>();
  for (const trace of got.slice(0, -1)) {
    const [x, y, own] = [trace.x as (number | null)[], trace.y as (number | null)[], trace.customdata as [string, string][]];
    assert.equal(x.length, y.length);
    assert.equal(x.length, own.length);
    x.forEach((at, i) => {
      if (at === null) return assert.notEqual(own[i - 1]?.[0], own[i + 1]?.[0], 'a gap stands between two runs');
      const run = runAt({customdata: own[i], data: {}}) ?? '';
      seen.set(run, [...(seen.get(run) ?? []), [at, y[i]]]);
    });
  }
  assert.equal(seen.size, 20);
  for (const [run, points] of seen) assert.deepEqual(points, [[1, Number(run.slice(1))], [2, null]]);
});

test('few lines stay as they are', () => {
  const lines = Array.from({length: 12}, (_, i) => line(i));
  assert.equal(mergeFaint(lines), lines);
  assert.equal(runAt({data: {meta: {run: 'r3'}}}), 'r3');
  assert.equal(runAt(null), null);
});
