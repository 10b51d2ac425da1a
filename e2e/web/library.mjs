// A server on a folder with as much data as years of use.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Server} from './server.mjs';

export const long = 'r10001'; // a run of a million points
export const sweep = 'e102'; // a hundred runs of ten thousand steps

export async function openLibrary() {
  const data = await mkdtemp(path.join(tmpdir(), 'trex-library-'));
  const filled = spawnSync('go', ['run', './library', data], {stdio: ['ignore', 'inherit', 'inherit'], cwd: new URL('.', import.meta.url).pathname});
  assert.equal(filled.status, 0, 'the library was not filled');
  return Server.start({data});
}
