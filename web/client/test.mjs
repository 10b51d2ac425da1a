// Checks the imports of src/ and runs src/**/*.test.ts. The tests are bundled,
// because Node does not read TypeScript here.
import * as esbuild from 'esbuild';
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {circle, modulesIn, unused} from './imports.mjs';

const root = path.dirname(new URL(import.meta.url).pathname);
const modules = await modulesIn(path.join(root, 'src'));
assert.ok(modules.size > 30 && modules.get('home.ts').imports.size > 3, 'the imports were not read');
assert.deepEqual(circle(modules), [], 'modules import each other in a circle');
assert.deepEqual(unused(modules), [], 'exported but never imported');

const out = await mkdtemp(path.join(tmpdir(), 'trex-client-'));
const tests = (await readdir(path.join(root, 'src'), {recursive: true})).filter((name) => name.endsWith('.test.ts'));
await esbuild.build({
  absWorkingDir: root, entryPoints: tests.map((name) => `src/${name}`), outdir: out, outExtension: {'.js': '.mjs'},
  bundle: true, platform: 'node', format: 'esm', external: ['node:*'], logLevel: 'warning',
});
const built = (await readdir(out, {recursive: true})).filter((name) => name.endsWith('.mjs')).map((name) => path.join(out, name));
const {status} = spawnSync(process.execPath, ['--test', ...built], {stdio: 'inherit'});
await rm(out, {recursive: true});
process.exit(status ?? 1);
