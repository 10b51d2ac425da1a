// What changes shows by itself, whatever happens to the connection.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {open, watched} from './browser.mjs';
import {Server} from './server.mjs';

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

describe('live', () => {
  let server;
  before(async () => { server = await Server.start(); });
  after(() => server?.stop());

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
    await one.locator('tr[data-run="r1"].completed').waitFor();
    await two.locator('tr[data-run="r1"].completed').waitFor();
    assert.equal(await one.locator('tr[data-run]').count(), 1);
    one.fine();
    two.fine();
    await one.context().close();
    await two.context().close();
  });

  test('a selection stays when runs arrive', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.locator('tr[data-run="r1"] input').check();
    await server.launch([{lr: 0.3}, {lr: 0.4}]);
    await page.locator('tr[data-run="r3"]').waitFor();
    assert.ok(await page.locator('tr[data-run="r1"] input').isChecked());
    assert.equal(await page.locator('.selection .picked').textContent(), '1 selected');
    await page.locator('tr[data-run="r3"] input').check();
    await page.getByRole('button', {name: 'Compare'}).click();
    await page.waitForURL('**/compare?runs=r1,r3');
    await page.locator('[data-curves] .scatterlayer .trace').nth(1).waitFor();
    page.fine();
    await page.context().close();
  });

  test('a view is in the address', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.fill('#q', 'lr<0.35');
    await page.locator('tr[data-run="r3"]').waitFor({state: 'detached'});
    await page.locator('th a[data-sort="best"]').click();
    await page.waitForURL(/q=lr%3C0.35.*sort=best/);
    const shared = await watched(browser, server.url);
    await shared.goto(page.url());
    await shared.locator('th[aria-sort="ascending"] a[data-sort="best"]').waitFor();
    assert.equal(await shared.locator('tr[data-run]').count(), 2);
    assert.equal(await shared.inputValue('#q'), 'lr<0.35');
    page.fine();
    await page.context().close();
    await shared.context().close();
  });

  test('a run is stopped from its page, and its log goes on until then', async () => {
    await server.launch([{lr: 0.01, epochs: 500, hidden: 256}]);
    const page = await watched(browser, server.url);
    await page.goto('/run/r4');
    await page.locator('.title .status.running').waitFor();
    await page.locator('.log-lines .line').nth(2).waitFor();
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await page.getByRole('button', {name: 'Stop'}).click();
    await page.locator('.title .status.cancelled').waitFor();
    await page.getByRole('button', {name: 'Retry'}).waitFor();
    page.fine();
    await page.context().close();
  });

  test('the page says when it is cut off, comes back by itself and catches up', async () => {
    const page = await watched(browser, server.url);
    page.expected = [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_CONNECTION_RESET|ERR_EMPTY/];
    await page.goto('/');
    await page.locator('tr[data-run="r1"]').waitFor();
    const {data, port} = server;
    await server.pause();
    await page.locator('.link-state:not([hidden])').waitFor();
    server = await Server.start({}, data, port);
    await server.launch([{lr: 0.5}]);
    await page.locator('.link-state').waitFor({state: 'hidden'});
    await page.locator('tr[data-run="r5"].completed').waitFor();
    page.fine();
    await page.context().close();
  });

  test('the theme is kept', async () => {
    const page = await watched(browser, server.url, {colorScheme: 'dark'});
    await page.goto('/');
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await background();
    const choose = async (name) => {
      await page.locator('details.theme summary').click();
      await page.locator('details.theme').getByRole('button', {name}).click();
    };
    await choose('Light');
    const light = await background();
    assert.notEqual(dark, light);
    await page.goto('/run/r1');
    assert.equal(await background(), light);
    await page.locator('.js-plotly-plot .main-svg').first().waitFor();
    await choose('As the system');
    assert.equal(await background(), dark);
    await page.emulateMedia({colorScheme: 'light'});
    assert.equal(await background(), light);
    await choose('Dark');
    await page.reload();
    assert.equal(await background(), dark);
    page.fine();
    await page.context().close();
  });

  test('the page of a run that waits comes alive when it begins', async () => {
    const slots = Number(/^trex_slots (\d+)/m.exec(await (await fetch(`${server.url}/metrics`)).text())[1]);
    const before = await server.launch(Array.from({length: slots}, (_, seed) => ({epochs: 500, hidden: 1024, seed})));
    const [waits] = await server.launch([{lr: 0.3, epochs: 20}]);
    const page = await watched(browser, server.url);
    await page.goto(`/run/${waits.id}`);
    await page.locator('.title .status.pending').waitFor();
    const whole = await watched(browser, server.url);
    await whole.goto(`/experiment/${waits.experiment}`);
    const beside = await watched(browser, server.url);
    await beside.goto(`/compare?runs=${waits.id},${before[0].id}`);
    for (const run of before) await server.api('POST', `/api/run/${run.id}/stop`);
    await page.locator('.title .status.completed').waitFor();
    await page.locator('.log-lines .line').nth(19).waitFor();
    for (const each of [page, whole, beside]) {
      await each.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
      each.fine();
      await each.context().close();
    }
  });
});
