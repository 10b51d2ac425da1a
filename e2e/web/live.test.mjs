// Changes appear without a reload, even when the connection breaks. The runs
// wait at a gate, so that each stays in the middle of its work during a check.
// These browser tests also run on PostgreSQL, because changes arrive in a
// different way there.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {open, watched} from './browser.mjs';
import {Gate} from './gate.mjs';
import {Relay} from './relay.mjs';
import {Server} from './server.mjs';

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

describe('live', () => {
  let gate;
  let server;
  before(async () => {
    gate = await Gate.make();
    server = await Server.start({config: gate.config});
  });
  after(async () => {
    await server?.stop();
    await gate?.remove();
  });

  test('two pages see the same', async () => {
    const [one, two] = [await watched(browser, server.url), await watched(browser, server.url)];
    await one.goto('/');
    await two.goto('/');
    await one.fill('#say', 'try lr 0.1 and 0.2');
    await one.keyboard.press('Enter');
    await two.getByRole('button', {name: 'Launch 2 runs'}).waitFor();
    await two.locator('.card input[name="value"]').nth(1).uncheck();
    await two.getByRole('button', {name: 'Launch 1 run'}).click();
    await one.getByText(/launched by/).waitFor();
    for (const page of [one, two]) await page.locator('tr[data-run="r1"].running').waitFor();
    await gate.let('r1', 3);
    for (const page of [one, two]) await page.locator('tr[data-run="r1"]').getByText('3/10').waitFor();
    await gate.let('r1', 10);
    for (const page of [one, two]) {
      await page.locator('tr[data-run="r1"].completed').waitFor();
      assert.equal(await page.locator('tr[data-run]').count(), 1);
      page.fine();
      await page.context().close();
    }
  });

  test('a selection stays when runs arrive and train side by side', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.locator('tr[data-run="r1"] input').check();
    await server.launch([{lr: 0.3}, {lr: 0.4}]);
    for (const run of ['r2', 'r3']) await page.locator(`tr[data-run="${run}"].running`).waitFor();
    assert.ok(await page.locator('tr[data-run="r1"] input').isChecked());
    assert.equal(await page.locator('.selection .picked').textContent(), '1 selected');
    await page.locator('tr[data-run="r3"] input').check();
    for (const run of ['r2', 'r3']) await gate.let(run, 4);
    for (const run of ['r2', 'r3']) await page.locator(`tr[data-run="${run}"]`).getByText('4/10').waitFor();
    for (const run of ['r1', 'r3']) assert.ok(await page.locator(`tr[data-run="${run}"] input`).isChecked());

    const tick = page.locator('tr[data-run="r2"] input');
    await tick.hover();
    await page.mouse.down();
    await gate.let('r2', 5);
    await page.locator('tr[data-run="r2"]').getByText('5/10').waitFor(); // while the button is down
    await page.mouse.up();
    await page.locator('.selection .picked', {hasText: '3 selected'}).waitFor();
    await tick.uncheck();

    await page.getByRole('button', {name: 'Compare'}).click();
    await page.waitForURL('**/compare?runs=r1,r3');
    await page.locator('[data-curves] .scatterlayer .trace').nth(1).waitFor();
    for (const run of ['r2', 'r3']) await gate.let(run, 10);
    await page.locator('[data-board] tr[data-run="r3"].completed').waitFor();
    page.fine();
    await page.context().close();
  });

  test('a run is stopped from its page, and its log goes on until then', async () => {
    await server.launch([{lr: 0.01, epochs: 500}]);
    const page = await watched(browser, server.url);
    await gate.let('r4', 3);
    await page.goto('/run/r4');
    await page.locator('.title .status.running').waitFor();
    const line = (epoch) => page.locator('.log-lines .line', {hasText: `epoch ${epoch}/500`});
    await line(3).waitFor();
    assert.equal(await line(4).count(), 0);
    await gate.let('r4', 5);
    await line(5).waitFor();
    await page.locator('.title .progress', {hasText: '5/500'}).waitFor();
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await page.getByRole('button', {name: 'Stop'}).hover();
    await page.mouse.down();
    await gate.let('r4', 6);
    await page.locator('.title .progress', {hasText: '6/500'}).waitFor(); // while the button is down
    await page.mouse.up();
    await page.locator('.title .status.cancelled').waitFor();
    await page.getByRole('button', {name: 'Retry'}).waitFor();
    assert.equal(await line(7).count(), 0);
    page.fine();
    await page.context().close();
  });

  test('the page says when it is cut off, comes back by itself and catches up', async () => {
    const relay = await Relay.start();
    relay.to = server.port;
    const page = await watched(browser, relay.url);
    page.expected = [/net::ERR_/]; // while nobody answers
    await page.goto('/');
    await page.locator('tr[data-run="r1"]').waitFor();
    relay.cut();
    await server.pause();
    await page.locator('.link-state:not([hidden])').waitFor();
    server = await Server.start({data: server.data, config: gate.config});
    await server.launch([{lr: 0.5}]);
    relay.to = server.port;
    await page.locator('.link-state').waitFor({state: 'hidden'});
    await page.locator('tr[data-run="r5"].running').waitFor();
    await gate.let('r5', 10);
    await page.locator('tr[data-run="r5"].completed').waitFor();
    page.fine();
    await page.context().close();
    await relay.stop();
  });

  test('the page of a run that waits comes alive when it begins', async () => {
    const before = await server.launch([{lr: 0.1, epochs: 500}, {lr: 0.2, epochs: 500}]); // as many as there are slots
    const [waits] = await server.launch([{lr: 0.3, epochs: 20}]);
    const page = await watched(browser, server.url);
    await page.goto(`/run/${waits.id}`);
    await page.locator('.title .status.pending').waitFor();
    const whole = await watched(browser, server.url);
    await whole.goto(`/experiment/${waits.experiment}`);
    const beside = await watched(browser, server.url);
    await beside.goto(`/compare?runs=${waits.id},${before[0].id}`);
    for (const run of before) await server.api('POST', `/api/run/${run.id}/stop`);
    await page.locator('.title .status.running').waitFor();
    await gate.let(waits.id, 8);
    await page.locator('.log-lines .line').nth(7).waitFor();
    for (const each of [page, whole, beside]) await each.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await gate.let(waits.id, 20);
    await page.locator('.title .status.completed').waitFor();
    await page.locator('.log-lines .line').nth(19).waitFor();
    for (const each of [page, whole, beside]) {
      each.fine();
      await each.context().close();
    }
  });
});
