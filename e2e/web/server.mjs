// Starts the real server with a folder of its own, and stops it.
import {spawn, spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';

const binary = process.env.TREX_BIN ?? new URL('../../bin/trex', import.meta.url).pathname;

// database returns the variables for the store of a data folder. With
// TREX_TEST_STORE=postgres that is a database which belongs to the folder, on
// the server of TREX_TEST_POSTGRES.
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

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Server {
  // start runs trex serve; environment holds variables for it besides PATH, config
  // is a trex.yaml.
  static async start(environment = {}, data = undefined, port = undefined, config = undefined) {
    const server = new Server();
    server.data = data ?? (await mkdtemp(path.join(tmpdir(), 'trex-web-')));
    server.port = port ?? (await freePort());
    server.url = `http://127.0.0.1:${server.port}`;
    server.log = '';
    server.environment = {PATH: process.env.PATH, HOME: server.data, ...database(server.data), ...environment};
    server.process = spawn(binary, ['serve', '--addr', `127.0.0.1:${server.port}`, '--data', server.data, ...(config ? ['--config', config] : [])], {
      env: server.environment, stdio: ['ignore', 'ignore', 'pipe'],
    });
    server.process.stderr.on('data', (text) => { server.log += text; });
    for (let i = 0; i < 2000; i++) {
      if (!server.alive()) throw new Error(`trex ended: ${server.log}`);
      try {
        if ((await fetch(`${server.url}/healthz`)).ok) return server;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
    throw new Error(`trex does not answer: ${server.log}`);
  }

  alive() {
    return this.process.exitCode === null && this.process.signalCode === null;
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
  async ended(seconds = 180) {
    for (let i = 0; i < seconds * 10; i++) {
      const open = await this.api('GET', '/api/runs?status=pending,running');
      if (open.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('the runs do not end');
  }

  // pause stops the server and keeps its folder.
  async pause() {
    if (this.alive()) {
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await ended;
    }
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
