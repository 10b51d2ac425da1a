// Builds src/ into dist/: content-hash names, a manifest that the server reads,
// and a gzipped copy of every file that shrinks. Plotly is a separate chunk; only
// pages with a chart in sight load it.
import * as esbuild from 'esbuild';
import {createHash} from 'node:crypto';
import {mkdir, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {gzipSync, constants} from 'node:zlib';
import subsetFont from 'subset-font';

const root = path.dirname(new URL(import.meta.url).pathname);
const dist = path.join(root, 'dist');
const entries = ['base', 'home', 'run', 'experiment'];

// The characters of the pages themselves. Other characters come from the whole
// fonts, which a browser loads when it meets one.
const basic = [...Array(95).keys()].map((i) => String.fromCharCode(32 + i)).join('') + '·–—…“”‘’≈×→←±≤≥≠−°∞';

const fonts = {
  'inter.woff2': {from: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', axes: {wght: {min: 400, max: 700}}},
  'mono.woff2': {from: '@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2'},
  'inter-latin.woff2': {from: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', whole: true},
  'inter-ext.woff2': {from: '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2', whole: true},
  'inter-greek.woff2': {from: '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2', whole: true},
  'inter-cyrillic.woff2': {from: '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2', whole: true},
};

const files = {}; // plain name → hashed name
const contents = new Map(); // hashed name → bytes

function add(name, content, hashed) {
  if (!hashed) {
    const {name: stem, ext} = path.parse(name);
    hashed = `${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}${ext}`;
  }
  files[name] = hashed;
  contents.set(hashed, Buffer.from(content));
  return hashed;
}

async function addFonts() {
  for (const [name, font] of Object.entries(fonts)) {
    const whole = await readFile(path.join(root, 'node_modules', font.from));
    add(name, font.whole ? whole : await subsetFont(whole, basic, {targetFormat: 'woff2', variationAxes: font.axes}));
  }
}

async function addStatic() {
  for (const name of await readdir(path.join(root, 'static'))) {
    add(name, await readFile(path.join(root, 'static', name)));
  }
}

async function addStyles() {
  const build = await esbuild.build({
    absWorkingDir: root, entryPoints: ['src/style.css', 'src/plot/plotly.css'], outdir: 'dist', bundle: true, minify: true, write: false,
    external: ['*.woff2'], target: ['chrome123', 'firefox121', 'safari17.5'], logLevel: 'warning',
  });
  for (const file of build.outputFiles) {
    const text = file.text.replace(/url\("?\.?\/?([\w-]+\.woff2)"?\)/g, (_, name) => `url(/assets/${files[name]})`);
    add(path.basename(file.path), text);
  }
}

// Plotly's sources import node's buffer (only to free one, which never happens)
// and the styles of maps, which no chart here uses, and they contain regl twice.
const plotlySources = {
  name: 'plotly-sources',
  setup(build) {
    build.onResolve({filter: /^buffer\/?$/}, () => ({path: 'buffer', namespace: 'stub'}));
    build.onLoad({filter: /.*/, namespace: 'stub'}, () => ({contents: 'export const Buffer = {isBuffer: () => false}'}));
    build.onLoad({filter: /maplibre-gl\.css$/}, () => ({contents: '', loader: 'empty'}));
    build.onResolve({filter: /^regl$/}, (args) => build.resolve('@plotly/regl', {kind: args.kind, resolveDir: args.resolveDir}));
  },
};

// chunksOf lists the static imports of a built file, and their imports.
function chunksOf(outputs, out, seen = new Set()) {
  for (const {path: next, kind} of outputs[out].imports) {
    if (kind === 'import-statement' && !seen.has(next)) {
      seen.add(next);
      chunksOf(outputs, next, seen);
    }
  }
  return [...seen];
}

async function addScripts() {
  const build = await esbuild.build({
    absWorkingDir: root, entryPoints: entries.map((name) => `src/${name}.ts`), outdir: 'dist', bundle: true, minify: true, write: false,
    splitting: true, format: 'esm', target: ['chrome123', 'firefox121', 'safari17.5'], metafile: true, legalComments: 'none',
    entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', publicPath: '/assets', define: {global: 'globalThis'},
    plugins: [plotlySources], logLevel: 'warning',
  });
  const preload = {};
  for (const file of build.outputFiles) {
    // esbuild writes a style sheet for each entry that imports styles; no page links it.
    if (file.path.endsWith('.css')) throw new Error(`${path.basename(file.path)}: a script imports styles; put them in src/style.css`);
    contents.set(path.basename(file.path), Buffer.from(file.contents));
  }
  for (const [out, meta] of Object.entries(build.metafile.outputs)) {
    const entry = meta.entryPoint && path.basename(meta.entryPoint, '.ts');
    if (!entries.includes(entry)) continue;
    files[`${entry}.js`] = path.basename(out);
    preload[`${entry}.js`] = chunksOf(build.metafile.outputs, out).map((name) => path.basename(name));
  }
  // Plotly is a dynamic import. Pages that begin with a chart preload it, so that
  // it need not wait for the script that imports it.
  const later = Object.entries(build.metafile.outputs).find(([, meta]) => meta.entryPoint === 'src/plot/bundle.ts')[0];
  preload.plotly = [later, ...chunksOf(build.metafile.outputs, later)].map((name) => path.basename(name));
  return preload;
}

async function empty() {
  await mkdir(dist, {recursive: true});
  for (const name of await readdir(dist)) {
    if (name !== '.keep') await rm(path.join(dist, name));
  }
}

await addFonts();
await addStatic();
await addStyles();
const preload = await addScripts();
await empty();
for (const [name, content] of contents) {
  await writeFile(path.join(dist, name), content);
  const small = gzipSync(content, {level: constants.Z_BEST_COMPRESSION});
  if (!name.endsWith('.woff2') && small.length < content.length * 0.9) await writeFile(path.join(dist, `${name}.gz`), small);
}
await writeFile(path.join(dist, 'manifest.json'), JSON.stringify({files, preload}, null, 1));
for (const [name, hashed] of Object.entries(files)) {
  const content = contents.get(hashed);
  console.log(`${name.padEnd(20)} ${String(content.length).padStart(8)} B ${String(gzipSync(content).length).padStart(8)} B gzipped`);
}
