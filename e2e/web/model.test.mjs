// The answer of a language model appears while it is written. Its markup is
// shown as text.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import http from 'node:http';
import {after, before, describe, test} from 'node:test';
import {promisify} from 'node:util';
import {open, watched} from './browser.mjs';
import {Server} from './server.mjs';

// Model speaks OpenAI's protocol. It streams the start of an answer, and the
// rest when the test says so.
class Model {
  static async start() {
    const model = new Model();
    model.held = new Promise((resolve) => { model.goOn = resolve; });
    model.server = http.createServer((request, response) => void model.answer(request, response));
    await new Promise((resolve) => model.server.listen(0, '127.0.0.1', resolve));
    model.url = `http://127.0.0.1:${model.server.address().port}/v1`;
    return model;
  }

  async answer(request, response) {
    let body = '';
    for await (const part of request) body += part;
    this.asked = JSON.parse(body);
    if (!this.asked.stream) {
      response.writeHead(200, {'Content-Type': 'application/json'});
      response.end(JSON.stringify({id: 'c2', object: 'chat.completion', model: 'm', choices: [{index: 0, message: {role: 'assistant', content: 'Hello.'}, finish_reason: 'stop'}]}));
      return;
    }
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    const say = (delta, finish = null) => response.write(`data: ${JSON.stringify({id: 'c1', object: 'chat.completion.chunk', model: 'm', choices: [{index: 0, delta, finish_reason: finish}]})}\n\n`);
    say({role: 'assistant', content: 'Weight decay shrinks '});
    say({content: 'weights <b>a little</b> each step'});
    await this.held;
    say({content: ', which keeps them small.'});
    say({}, 'stop');
    response.write(`data: ${JSON.stringify({id: 'c1', object: 'chat.completion.chunk', model: 'm', choices: [], usage: {prompt_tokens: 7, completion_tokens: 9, total_tokens: 16}})}\n\n`);
    response.end('data: [DONE]\n\n');
  }

  stop() {
    this.goOn();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

describe('a language model', () => {
  let model, server;
  before(async () => {
    model = await Model.start();
    server = await Server.start({environment: {OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-test', OPENAI_MODEL: 'm'}});
  });
  after(async () => {
    await server?.stop();
    await model?.stop();
  });

  test('its answer shows while it is being written', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/');
    await page.fill('#say', 'What does weight decay do to a network, in plain words?');
    await page.keyboard.press('Enter');
    const draft = page.locator('.message.typing');
    await draft.getByText('weights <b>a little</b> each step').waitFor();
    model.goOn();
    await page.locator('.message.assistant:not(.typing)').getByText('which keeps them small.').waitFor();
    await draft.waitFor({state: 'detached'});
    assert.ok(model.asked.messages.some((message) => message.content.includes('weight decay')));
    page.fine();
    await page.context().close();
  });

  test('what it read and wrote is told', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    for (const line of ['trex_model_requests_total{model="m"} 1', 'trex_model_tokens_total{kind="prompt",model="m"} 7', 'trex_model_tokens_total{kind="completion",model="m"} 9']) {
      assert.ok(metrics.includes(line), `${line} is missing`);
    }
    const doctor = await promisify(execFile)(server.process.spawnfile, ['doctor', '--data', server.data], {env: server.environment});
    assert.match(doctor.stdout, /last 30 days: m read 7 and wrote 9 tokens in 1 requests/);
  });
});
