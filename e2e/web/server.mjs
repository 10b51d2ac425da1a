// Starts the real server with its own folder, and stops it.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {until} from './await.mjs';

const binary = process.env.TREX_BIN ?? new URL('../../bin/trex', import.meta.url).pathname;

// database returns the environment variables for the store of a data folder.
// With TREX_TEST_STORE=postgres the store is the folder's own database on the
// server of TREX_TEST_POSTGRES.
const databases = new Map();
function database(data) {
  if (process.env.TREX_TEST_STORE !== 'postgres') return {};
  if (!databases.has(data)) {
    const name = `trex_web_${process.pid}_${databases.size}`;
    const made = spawnSync('psql', ['--quiet', '--no-psqlrc', '--command', `CREATE DATABASE ${name}`, process.env.TREX_TEST_POSTGRES], {encoding: 'utf8'});
    if (made.status !== 0) throw new Error(`create a database: ${made.error ?? made.stderr}`);
    const url = new URL(process.env.TREX_TEST_POSTGRES.replace('@/', '@localhost/'));
    url.pathname = `/${name}`;
    databases.set(data, url.href.replace('@localhost/', '@/'));
  }
  return {DATABASE_URL: databases.get(data)};
}

export class Server {
  // start runs trex serve on its own port. environment holds variables in
  // addition to PATH, data is the folder of an earlier server, config is a
  // trex.yaml.
  static async start({environment = {}, data = undefined, config = undefined} = {}) {
    const server = new Server();
    server.data = data ?? (await mkdtemp(path.join(tmpdir(), 'trex-web-')));
    server.log = '';
    server.environment = {PATH: process.env.PATH, HOME: server.data, ...database(server.data), ...environment};
    server.process = spawn(binary, ['serve', '--addr', '127.0.0.1:0', '--data', server.data, ...(config ? ['--config', config] : [])], {
      env: server.environment, stdio: ['ignore', 'ignore', 'pipe'],
    });
    server.process.stderr.on('data', (text) => { server.log += text; });
    const [, url, port] = await until('trex to listen', () => server.up() && /^trex .*: open (http:\S+:(\d+))$/m.exec(server.log));
    server.url = url;
    server.port = Number(port);
    await until('trex to answer', async () => server.up() && (await fetch(`${url}/healthz`)).ok);
    return server;
  }

  alive() {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  up() {
    if (!this.alive()) throw new Error(`trex ended with ${this.process.exitCode ?? this.process.signalCode}: ${this.log.slice(-4000)}`);
    return true;
  }

  async api(method, address, body = undefined) {
    const answer = await fetch(this.url + address, {method, ...(body === undefined ? {} : {body: JSON.stringify(body)})});
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  say(content) {
    return this.api('POST', '/api/messages', {content});
  }

  launch(configs, project = 'digits') {
    return this.api('POST', '/api/run-job', {project, configs});
  }

  // ended waits until every run has ended.
  ended() {
    return until('every run to end', async () => (await this.api('GET', '/api/runs?status=pending,running')).length === 0);
  }

  // pause stops the server and keeps its folder.
  async pause() {
    if (this.alive()) this.process.kill('SIGTERM');
    await until('trex to stop', () => !this.alive());
  }

  async stop() {
    try {
      if (!this.alive()) return; // who needed it has told; here is only the folder to remove
      for (const run of await this.api('GET', '/api/runs?status=pending,running')) await this.api('POST', `/api/run/${run.id}/stop`);
      await this.ended();
    } finally {
      await this.pause();
      await rm(this.data, {recursive: true, force: true, maxRetries: 5});
    }
  }
}
