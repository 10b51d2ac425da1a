import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Loaded, type Page} from './loaded.ts';
import {made} from './run.fixture.ts';

function listOf(...ids: string[]): Loaded {
  const list = new Loaded();
  list.replace(ids.map((id) => made({id})));
  return list;
}

test('new runs are at the top, once, in their order', () => {
  const list = listOf('r3', 'r2', 'r1');
  assert.deepEqual(list.prepend([made({id: 'r5'}), made({id: 'r4'}), made({id: 'r3'})]), {added: 2, all: false});
  assert.deepEqual(list.ids, ['r5', 'r4', 'r3', 'r2', 'r1']);
  assert.deepEqual(list.prepend([made({id: 'r5'}), made({id: 'r4'})]), {added: 0, all: false});
  assert.deepEqual(list.ids.map((id) => list.at(id)), [0, 1, 2, 3, 4]);
});

test('more new runs than a page holds are not put above a gap', () => {
  const list = listOf('r2', 'r1');
  assert.deepEqual(list.prepend([made({id: 'r9'}), made({id: 'r8'})]), {added: 2, all: true});
  assert.deepEqual(list.ids, ['r2', 'r1']);
  const empty = new Loaded();
  assert.deepEqual(empty.prepend([made({id: 'r1'})]), {added: 1, all: false});
  assert.deepEqual(empty.ids, ['r1']);
});

test('the next page adds no run twice', () => {
  const list = listOf('r5', 'r4', 'r3');
  list.append([made({id: 'r3'}), made({id: 'r2'})]);
  assert.deepEqual(list.ids, ['r5', 'r4', 'r3', 'r2']);
  assert.equal(list.find('r2')?.id, 'r2');
});

test('a changed run keeps its place, and change returns the old run', () => {
  const list = new Loaded();
  list.replace([made({id: 'r2', status: 'running', value: 0.4}), made({id: 'r1', value: 0.3})]);
  assert.equal(list.star, 'r1');
  const before = list.change(made({id: 'r2', value: 0.1}));
  assert.equal(before?.status, 'running');
  assert.deepEqual(list.ids, ['r2', 'r1']);
  assert.deepEqual([list.find('r2')?.status, list.star], ['completed', 'r2']);
});

test('a run that is not in the list changes nothing', () => {
  const list = listOf('r1');
  assert.equal(list.change(made({id: 'r7'})), null);
  assert.deepEqual(list.ids, ['r1']);
});

test('an event that arrives while a page is on its way is newer than the page', async () => {
  const list = listOf('r1');
  let arrive: (page: Page) => void = () => {};
  const waiting = list.newest(new Promise<Page>((resolve) => { arrive = resolve; }));
  list.change(made({id: 'r1', status: 'failed'}));
  list.change(made({id: 'r2', status: 'running'})); // not in the list yet
  arrive({body: [made({id: 'r2', status: 'pending'}), made({id: 'r1', status: 'running'}), made({id: 'r0', status: 'running'})], next: '/next'});
  const {body, next} = await waiting;
  assert.deepEqual(body.map((run) => run.status), ['running', 'failed', 'running']);
  assert.equal(next, '/next');
  const later = await list.newest(Promise.resolve({body: [made({id: 'r1', status: 'completed'})], next: ''}));
  assert.equal(later.body[0]?.status, 'completed', 'an event from before the request is older');
});

test('runs of several projects are told apart', () => {
  const list = listOf('r1');
  assert.equal(list.several, false);
  list.append([made({id: 'r0', project: 'resnet'})]);
  assert.equal(list.several, true);
});
