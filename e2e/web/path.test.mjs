// The main job in a browser: request, card, launch, three real runs, the best
// run.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {until} from './await.mjs';
import {drawn, open, pictures, sizes, still, watched} from './browser.mjs';
import {Server} from './server.mjs';

let browser;
before(async () => { browser = await open(); });
after(() => browser?.close());

// over moves the pointer to a part of an element, as a hand would.
async function over(element, right, down) {
  const box = await element.boundingBox();
  const mouse = element.page().mouse;
  await mouse.move(box.x + box.width * right - 20, box.y + box.height * down);
  await mouse.move(box.x + box.width * right, box.y + box.height * down, {steps: 4});
}

for (const [size, viewport] of Object.entries(sizes)) {
  describe(`the whole path, ${size}`, () => {
    let server;
    let page;
    const view = async (name) => { if (size === 'phone') await page.click(`.tabs a[data-view="${name}"]`); };

    before(async () => {
      server = await Server.start();
      page = await watched(browser, server.url, {viewport});
    });
    after(async () => {
      await page?.context().close();
      await server?.stop();
    });

    test('an empty page says what to do', async () => {
      await page.goto('/');
      await page.getByText('Describe an experiment in plain words.').waitFor();
      assert.ok((await page.locator('.examples button').count()) >= 3);
    });

    test('the text of a file goes into the box', async () => {
      const chosen = page.waitForEvent('filechooser');
      await page.getByRole('button', {name: 'Attach a text file'}).click();
      const files = await chosen;
      await files.setFiles([{name: 'sweep.yaml', mimeType: 'text/yaml', buffer: Buffer.from('lr: [0.1, 0.2]\n')}]);
      await until('the text', async () => (await page.inputValue('#say')) === '```\nlr: [0.1, 0.2]\n```\n');
      await files.setFiles([{name: 'plot.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0xff, 0])}]);
      await page.getByText('plot.png is not text.').waitFor();
      await page.fill('#say', '');
      await page.locator('#say').blur();
      await page.getByText('plot.png is not text.').waitFor({state: 'detached'});
    });

    test('words become a card', async () => {
      await page.keyboard.press('/');
      await page.keyboard.type('try lr 0.1, 0.03 and 0.01 with batch 64 for 20 epochs');
      await page.keyboard.press('Enter');
      await page.locator('.card input[name="value"]').nth(2).waitFor();
      assert.equal(await page.locator('.card input[name="value"]:checked').count(), 3);
      await page.getByRole('button', {name: 'Launch 3 runs'}).waitFor();
      assert.equal((await server.api('GET', '/api/runs')).length, 0, 'nothing runs before a click');
    });

    test('the card can be edited', async () => {
      await page.getByRole('button', {name: 'Edit'}).click();
      const form = page.locator('dialog[open] form'); // one that is closed is on its way out
      await form.locator('[name="field.epochs"]').fill('0');
      await form.getByRole('button', {name: 'Update'}).click();
      await form.locator('[aria-invalid]').waitFor();
      await form.locator('[name="field.epochs"]').fill('60');
      await form.locator('[name="field.seed"]').fill('1, 2');
      await form.locator('.tally', {hasText: '6 runs'}).waitFor();
      await form.locator('[name="field.seed"]').fill('1');
      await form.getByRole('button', {name: 'Update'}).click();
      await page.getByText('version 2').waitFor();
      await page.locator('dialog').waitFor({state: 'detached'});
      await still(page);
      await page.screenshot({path: `${pictures}card-${size}.png`});
    });

    test('a click launches, and three runs train', async () => {
      await page.getByRole('button', {name: 'Launch 3 runs'}).click();
      await page.locator('.live-rows li').nth(2).waitFor();
      await page.getByText(/launched by/).waitFor();
      await view('runs');
      await page.locator('tr.completed .spark').nth(2).waitFor();
      await view('chat');
    });

    test('the end says which one won', async () => {
      await page.getByText(/e1 is done/).waitFor();
      const text = await page.locator('.message', {hasText: 'e1 is done'}).last().textContent();
      assert.match(text, /r1.*best/s);
      await page.locator('.message img').nth(1).waitFor();
      await page.locator('.message .mark', {hasText: '★'}).waitFor();
      await page.locator('tr[data-run="r1"] .star-mark').waitFor({state: 'attached'}); // a phone shows it elsewhere
      for (const image of await page.locator('.message img').all()) await image.evaluate((element) => { element.loading = 'eager'; return element.decode(); });
      await still(page);
      await page.screenshot({path: `${pictures}end-${size}.png`});
    });

    test('a run is looked at closely', async () => {
      await page.goto('/run/r1');
      await page.locator('.js-plotly-plot .scatterlayer .trace').nth(1).waitFor();
      for (const chart of [0, 1]) await drawn(page.locator('.panel .chart').nth(chart));
      await page.locator('.log-lines .line', {hasText: 'epoch 60/60'}).waitFor();
      await still(page);
      await page.screenshot({path: `${pictures}run-${size}.png`});
      if (size === 'desktop') {
        await over(page.locator('.panel .nsewdrag').first(), 0.4, 0.5);
        await page.locator('.panel').nth(1).locator('.hoverlayer .legend').waitFor(); // the other chart tells of the same step
      }
      await page.locator('.log input[type="search"]').fill('epoch 7/');
      await page.locator('.log-lines .line.now').waitFor();
    });

    test('an experiment is compared', async () => {
      await page.goto('/experiment/e1');
      await page.locator('[data-curves] .scatterlayer .trace').nth(2).waitFor();
      await page.locator('[data-parallel]').scrollIntoViewIfNeeded();
      await page.locator('[data-parallel] .parcoords').first().waitFor();
      await page.locator('[data-scatter]').scrollIntoViewIfNeeded();
      await page.locator('[data-scatter] .points path').first().waitFor();
      for (const chart of ['curves', 'parallel', 'scatter']) await drawn(page.locator(`[data-${chart}]`));
      await page.evaluate(() => scrollTo(0, 0));
      await still(page);
      await page.screenshot({path: `${pictures}experiment-${size}.png`});
      await page.screenshot({path: `${pictures}experiment-whole-${size}.png`, fullPage: true});
      await page.locator('[data-board] tr').nth(1).hover();
      await page.locator('[data-board] tr.linked').waitFor();
      await page.locator('[data-curves] .lit path').waitFor();
      if (size === 'phone') return;
      await over(page.locator('[data-curves] .nsewdrag'), 0.33, 0.06); // the worst is the topmost there
      await page.locator('[data-board] tr.linked[data-run="r3"]').waitFor();
      await over(page.locator('[data-curves] .nsewdrag'), 0.33, 0.99);
      await page.locator('[data-board] tr.linked[data-run="r1"]').waitFor();
    });

    test('how it is compared is in the address', async () => {
      const curves = page.locator('[data-curves]');
      await page.getByLabel('metric').selectOption('val_acc');
      await curves.locator('.ytitle', {hasText: 'val_acc'}).waitFor();
      await drawn(curves); // what its buttons turn over is what is drawn
      await page.getByRole('button', {name: 'log x'}).click();
      await page.getByRole('button', {name: 'log y'}).click();
      await page.waitForURL(/metric=val_acc.*logx=1.*logy=1/);
      const asked = page.waitForRequest((request) => request.url().includes('kind=curves&metric=val_acc'));
      await page.reload();
      await asked;
      await curves.locator('.ytitle', {hasText: 'val_acc'}).waitFor();
      await drawn(curves);
      assert.equal(await page.getByLabel('metric').inputValue(), 'val_acc');
      for (const name of ['log x', 'log y']) await page.locator(`button[aria-pressed="true"]`, {hasText: name}).waitFor();
      assert.deepEqual(await page.evaluate(() => ['xaxis', 'yaxis'].map((axis) => document.querySelector('[data-curves] .js-plotly-plot').layout[axis].type)), ['log', 'log']);
      await page.getByRole('button', {name: 'log y'}).click();
      await page.waitForURL(/logy=0/);
    });

    test('nothing went wrong, and nothing was asked of another host', () => page.fine());
  });
}

describe('words beside the card', () => {
  let server;
  let page;
  before(async () => {
    server = await Server.start();
    page = await watched(browser, server.url);
  });
  after(async () => {
    await page?.context().close();
    await server?.stop();
  });

  test('they launch what is ticked', async () => {
    await page.goto('/');
    await page.fill('#say', 'try lr 0.1, 0.03 and 0.01 for 5 epochs');
    await page.keyboard.press('Enter');
    const boxes = page.locator('.card input[name="value"]');
    await boxes.nth(2).waitFor();
    const noted = page.waitForResponse((answer) => answer.url().endsWith('/action'));
    await boxes.nth(0).uncheck();
    await noted;
    await page.reload();
    await page.getByRole('button', {name: 'Launch 2 runs'}).waitFor();
    assert.deepEqual(await boxes.evaluateAll((all) => all.map((box) => box.checked)), [false, true, true]);
    await boxes.nth(2).uncheck(); // at once followed by the words
    await page.fill('#say', 'launch it');
    await page.keyboard.press('Enter');
    await page.getByText('p1 is launched: e1, 1 run of digits').waitFor();
    await server.ended();
    assert.deepEqual((await server.api('GET', '/api/runs')).map((run) => run.config.lr), [0.03]);
    page.fine();
  });
});

describe('without scripts', () => {
  let server;
  let page;
  before(async () => {
    server = await Server.start();
    page = await watched(browser, server.url, {javaScriptEnabled: false});
  });
  after(async () => {
    await page?.context().close();
    await server?.stop();
  });

  test('the same path works with forms', async () => {
    await page.goto('/');
    await page.fill('#say', 'try lr 0.1 and 0.03 for 5 epochs');
    await page.click('form.say button');
    await page.locator('.card input[name="value"][value="1"]').uncheck();
    const launched = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.click('.card button.primary');
    await launched;
    await server.ended();
    await page.goto('/?view=runs');
    assert.equal(await page.locator('tr[data-run]').count(), 1);
    await page.click('tr[data-run="r1"] a');
    assert.match(await page.locator('.title .status').textContent(), /completed/);
    const picture = page.locator('img.chart-picture');
    const come = () => until('the picture', () => picture.evaluate((image) => image.complete && image.naturalWidth === 1200));
    await come();
    assert.match(await page.locator('.log-lines').textContent(), /epoch 5\/5/);
    await page.goto('/experiment/e1');
    await come();
    assert.equal(await page.locator('[data-board] tr').count(), 1);
    await page.goto('/?view=runs');
    await page.fill('#q', 'lr>5');
    await page.getByRole('button', {name: 'Search'}).click();
    await page.getByText('No run matches.').waitFor();
    await page.getByRole('link', {name: 'Show all 1'}).click();
    await page.locator('tr[data-run="r1"]').waitFor();
    await page.click('th a[data-sort="best"]');
    await page.waitForURL(/sort=best/);
    page.fine();
  });
});
