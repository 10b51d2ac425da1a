// Checks imports in src/: no circular imports, and no export that no other module
// imports.
import {readFile, readdir} from 'node:fs/promises';
import path from 'node:path';

const statement = /^(?:import|export)\s+(?:type\s+)?([^'"]*?)\s*(?:from\s+)?'(\.[^']+)';/gm;
const later = /import\('(\.[^']+)'\)/g;
const exported = /^export (?:async )?(?:function|class|const|let|interface|type) (\w+)/gm;

// modulesIn reads every module of a folder: its exports, and for each module that
// it imports the imported names.
export async function modulesIn(root) {
  const modules = new Map();
  for (const name of (await readdir(root, {recursive: true})).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))) {
    const text = await readFile(path.join(root, name), 'utf8');
    const to = (file) => path.join(path.dirname(name), file);
    const imports = new Map();
    for (const [, names, file] of text.matchAll(statement)) {
      imports.set(to(file), names.replace(/[{}]/g, '').split(',').map((one) => one.trim().replace(/^type /, '').split(' ')[0]));
    }
    for (const [, file] of text.matchAll(later)) imports.set(to(file), []);
    modules.set(name, {imports, exports: [...text.matchAll(exported)].map(([, name]) => name)});
  }
  return modules;
}

// circle returns the modules of one import circle, [] if there is none.
export function circle(modules) {
  const done = new Set();
  const walk = (name, way) => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return [];
    done.add(name);
    for (const next of modules.get(name)?.imports.keys() ?? []) {
      const found = walk(next, [...way, name]);
      if (found.length > 0) return found;
    }
    return [];
  };
  for (const name of modules.keys()) {
    const found = walk(name, []);
    if (found.length > 0) return found;
  }
  return [];
}

// unused returns the exports that are never imported, as "module: name". It skips
// generated modules: they describe the server, and one client need not use all.
export function unused(modules) {
  const used = new Set();
  for (const {imports} of modules.values()) for (const [file, names] of imports) for (const name of names) used.add(`${file}: ${name}`);
  return [...modules].flatMap(([file, {exports}]) => exports.map((name) => `${file}: ${name}`)).filter((one) => !used.has(one) && !one.startsWith('api.ts'));
}
