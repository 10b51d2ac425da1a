import assert from 'node:assert/strict';
import {test} from 'node:test';
import {offerFor, Picked} from './picked.ts';
import {made} from './run.fixture.ts';

const order = ['r5', 'r4', 'r3', 'r2', 'r1'];

test('a click ticks one run, another unticks it', () => {
  const picked = new Picked();
  assert.deepEqual(picked.click('r4', true, false, order), ['r4']);
  assert.ok(picked.has('r4'));
  picked.click('r4', false, false, order);
  assert.equal(picked.size, 0);
});

test('Shift ticks all between the last click and this one, either way', () => {
  const picked = new Picked();
  picked.click('r4', true, false, order);
  assert.deepEqual(picked.click('r2', true, true, order), ['r4', 'r3', 'r2']);
  assert.deepEqual(picked.ids.sort(), ['r2', 'r3', 'r4']);
  picked.click('r5', true, true, order);
  assert.equal(picked.size, 4);
  picked.click('r3', false, true, order);
  assert.deepEqual(picked.ids, ['r2']);
});

test('Shift ticks one where no click came before, or its run is gone', () => {
  const picked = new Picked();
  assert.deepEqual(picked.click('r2', true, true, order), ['r2']);
  assert.deepEqual(picked.click('r4', true, true, ['r5', 'r4']), ['r4']);
});

test('ticks stay when runs arrive, and when ticked runs are out of sight', () => {
  const picked = new Picked();
  picked.click('r1', true, false, order);
  assert.equal(picked.shown(['r7', 'r6', ...order]), 'some');
  assert.equal(picked.shown(['r7', 'r6']), 'none');
  assert.deepEqual([picked.size, picked.shown(['r1'])], [1, 'all']);
  assert.equal(picked.shown([]), 'none');
});

test('all means the runs of the list and no others', () => {
  const picked = new Picked();
  picked.click('r9', true, false, ['r9']);
  picked.every(true, order);
  assert.deepEqual([picked.ids, picked.shown(order)], [order, 'all']);
  picked.every(false, order);
  assert.equal(picked.size, 0);
});

test('two runs can be compared; pending and running ones can be stopped', () => {
  const [ended, running, pending] = [made({id: 'r1'}), made({id: 'r2', status: 'running'}), made({id: 'r3', status: 'pending'})];
  assert.deepEqual(offerFor(1, [ended]), {compare: false, stop: false, stopLabel: 'Stop'});
  assert.deepEqual(offerFor(2, [running, pending]), {compare: true, stop: true, stopLabel: 'Stop'});
  assert.deepEqual(offerFor(3, [ended, running, pending]), {compare: true, stop: true, stopLabel: 'Stop 2'});
});
