// Ten thousand runs, a million points, a hundred curves: everything can be
// reached, and the page holds only a small part of it. measure.mjs measures the
// speed.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {until} from './await.mjs';
import {drawn, open, watched} from './browser.mjs';
import {long, openLibrary, sweep} from './library.mjs';

let browser;
let server;
before(async () => {
  server = await openLibrary();
  browser = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

describe('many runs', () => {
  test('ten thousand runs scroll to the end, and few of them are in the page', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs&sort=created');
    await page.locator('tr[data-run]').nth(20).waitFor();
    const last = page.locator('tr[data-run="r10101"]');
    const scroll = () => page.evaluate(async () => {
      const grid = document.querySelector('.grid');
      grid.scrollTop = grid.scrollHeight;
      await new Promise(requestAnimationFrame);
      return {end: document.querySelector('tr[data-run="r10101"]') !== null, height: grid.scrollHeight, rows: document.querySelectorAll('tr[data-run]').length};
    });
    let most = 0;
    for (let at = await scroll(); !at.end;) {
      const {height} = at;
      await until('more runs to scroll to', async () => {
        at = await scroll();
        most = Math.max(most, at.rows);
        return at.end || at.height > height;
      });
    }
    assert.ok(most < 120, `${most} rows are in the page`);
    await last.locator('.spark').waitFor(); // behind thousands that were scrolled past
    page.fine();
    await page.context().close();
  });

  test('a search answers while one types', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.locator('tr[data-run]').nth(20).waitFor();
    await page.locator('#q').pressSequentially('lr<0.002 val_loss<0.01');
    await page.waitForFunction(() => document.querySelectorAll('tr[data-run]').length > 0
      && [...document.querySelectorAll('td.c-best')].every((cell) => parseFloat(cell.textContent.replace('★', '')) < 0.01));
    page.fine();
    await page.context().close();
  });

  test('the filter offers what is not loaded', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.locator('tr[data-run]').nth(20).waitFor();
    const field = page.getByRole('combobox', {name: 'experiment'});
    await field.fill('project-4');
    await page.waitForFunction(() => {
      const labels = [...document.querySelectorAll('#experiment-list option')].map((option) => option.textContent);
      return labels.length > 0 && labels.every((text) => text.startsWith('project-4'));
    });
    const old = await page.locator('#experiment-list option').last().getAttribute('value');
    await field.fill(old);
    await field.press('Enter');
    await page.waitForURL(new RegExp(`experiment=${old}`));
    await page.waitForFunction(() => new Set([...document.querySelectorAll('tr[data-run] .c-run')].map((cell) => cell.textContent.split(' ')[1])).size === 1);
    await field.fill(''); // as its cross does
    await page.waitForURL((url) => !url.searchParams.has('experiment'));
    await page.getByRole('combobox', {name: 'person'}).fill('person 3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => {
      const cells = [...document.querySelectorAll('tr[data-run] .c-by')];
      return cells.length > 20 && cells.every((cell) => cell.textContent === 'person 3');
    });
    page.fine();
    await page.context().close();
  });

  test('a million points are one curve, and zooming in fetches finer ones', async () => {
    const page = await watched(browser, server.url);
    await page.goto(`/?view=runs&q=${long}`);
    const link = page.locator(`tr[data-run="${long}"] a`);
    const whole = page.waitForResponse((answer) => answer.url().includes('/metrics?'));
    await link.click();
    const all = (await (await whole).json()).val_loss;
    assert.ok(all.step.length <= 1000, `${all.step.length} points are sent for the whole`);
    assert.ok(all.step.at(-1) - all.step[0] > 900_000);
    await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
    await drawn(page.locator('.panel .chart').first());
    const box = await page.locator('.js-plotly-plot .nsewdrag').first().boundingBox();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.42, box.y + 60, {steps: 5});
    const zoomed = page.waitForResponse((answer) => answer.url().includes('/metrics?') && answer.url().includes('from='));
    await page.mouse.up();
    const part = (await (await zoomed).json()).val_loss;
    const perStep = (of) => of.step.length / (of.step.at(-1) - of.step[0]);
    assert.ok(perStep(part) > 5 * perStep(all), 'a part is fetched finer');
    await page.getByRole('button', {name: 'Reset zoom'}).click();
    page.fine();
    await page.context().close();
  });

  test('a hundred runs of ten thousand steps are one chart, and a row lights its curve', async () => {
    const page = await watched(browser, server.url);
    const asked = [];
    page.on('request', (request) => { if (request.url().includes('kind=curves')) asked.push(request.url()); });
    await page.goto(`/experiment/${sweep}`);
    await page.locator('[data-curves] .gl-canvas, [data-curves] .scatterlayer .trace').first().waitFor();
    await drawn(page.locator('[data-curves]'));
    assert.equal(await page.locator('[data-board] tr').count(), 100);
    const paths = [];
    const rows = [];
    for (const row of [3, 60]) {
      rows.push(await page.locator('[data-board] tr').nth(row).getAttribute('data-run'));
      await page.locator('[data-board] tr').nth(row).hover();
      await page.locator(`[data-board] tr:nth-child(${row + 1}).linked`).waitFor();
      await page.locator('[data-curves] .lit path').waitFor();
      paths.push(await page.locator('[data-curves] .lit path').getAttribute('d'));
    }
    assert.notEqual(paths[0], paths[1]);
    assert.ok(paths.every((d) => d.split('L').length > 100));
    assert.equal(asked.length, 1, `the page's head asks for the figure its script draws: ${asked}`);
    await page.evaluate(() => scrollTo(0, 0));
    const box = await page.locator('[data-curves] .nsewdrag').first().boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5); // among the faint ones
    await page.mouse.move(box.x + box.width * 0.505, box.y + box.height * 0.52, {steps: 3});
    await page.waitForFunction((rows) => {
      const run = document.querySelector('[data-board] tr.linked')?.dataset.run;
      return run && !rows.includes(run) && document.querySelector('[data-curves] .hoverlayer').textContent.includes(`${run} lr`);
    }, rows);
    page.fine();
    await page.context().close();
  });
});
