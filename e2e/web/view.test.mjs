// The view of the runs is kept: in the address if it can be shared, otherwise in
// the browser.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {open, watched} from './browser.mjs';
import {Server} from './server.mjs';

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

describe('view', () => {
  let server;
  before(async () => {
    server = await Server.start();
    await server.launch([{lr: 0.1}, {lr: 0.3}, {lr: 0.4}]);
    await server.ended();
  });
  after(() => server?.stop());

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
    await shared.locator('tr[data-run="r1"] .spark').waitFor(); // the list is the script's
    assert.equal(await shared.locator('tr[data-run]').count(), 2);
    assert.equal(await shared.inputValue('#q'), 'lr<0.35');
    page.fine();
    await page.context().close();
    await shared.context().close();
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
});
