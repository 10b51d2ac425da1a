// Ten thousand runs, a million points, a hundred curves: still quick. Prints
// what it measures.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {open, watched} from './browser.mjs';
import {Server} from './server.mjs';

const long = 'r10001';
const sweep = 'e102';
let browser;
let server;
before(async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'trex-library-'));
  const filled = spawnSync('go', ['run', './library', data], {stdio: 'inherit', cwd: new URL('.', import.meta.url).pathname});
  assert.equal(filled.status, 0);
  browser = await open();
  server = await Server.start({}, data);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const say = (name, value) => console.log(`${name}: ${value}`);

// figures are the page's own clock.
const drawn = async (page, selector) => {
  await page.locator(selector).first().waitFor();
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))));
};

describe('many runs', () => {
  test('ten thousand runs scroll to the end without a hitch', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.locator('tr[data-run]').nth(20).waitFor();
    const frames = await page.evaluate(async () => {
      const grid = document.querySelector('.grid');
      const gaps = [];
      let last = performance.now();
      let still = 0;
      while (still < 40) {
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        const before = grid.scrollTop;
        grid.scrollTop += 700;
        still = grid.scrollTop === before ? still + 1 : 0;
      }
      gaps.sort((a, b) => a - b);
      return {frames: gaps.length, p50: gaps[Math.floor(gaps.length / 2)], p99: gaps[Math.floor(gaps.length * 0.99)], rows: document.querySelectorAll('tr[data-run]').length};
    });
    say('scroll, ms a frame', JSON.stringify(frames));
    await page.locator('tr[data-run="r1"]').waitFor();
    assert.ok(frames.rows < 120, `${frames.rows} rows are in the page`);
    assert.ok(frames.p99 < 250, `the slowest frames take ${frames.p99} ms`);
    page.fine();
    await page.context().close();
  });

  test('a search answers while one types', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/?view=runs');
    await page.locator('tr[data-run]').nth(20).waitFor();
    await page.fill('#q', 'lr<0.002 val_loss<0.01');
    await page.waitForFunction(() => document.querySelectorAll('tr[data-run]').length > 0 && [...document.querySelectorAll('td.c-best')].slice(0, 5).every((cell) => parseFloat(cell.textContent.replace('★', '')) < 0.01));
    page.fine();
    await page.context().close();
  });

  test('from click to the chart of a million points', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/run/r1'); // the browser has Plotly afterwards, as after any chart
    await page.goto(`/experiment/${sweep}`);
    await page.locator('[data-curves] .main-svg').first().waitFor();
    await page.goto(`/?view=runs&q=${long}`);
    await page.locator(`tr[data-run="${long}"] a`).first().waitFor();
    await page.locator(`tr[data-run="${long}"] a`).first().click();
    const ms = await drawn(page, '.js-plotly-plot .scatterlayer .trace');
    say('click to drawn chart of a million points, ms', Math.round(ms));
    await page.locator('.js-plotly-plot').first().hover();
    const box = await page.locator('.js-plotly-plot .nsewdrag').first().boundingBox();
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.42, box.y + 60, {steps: 5});
    const zoomed = page.waitForResponse((answer) => answer.url().includes('/metrics?') && answer.url().includes('from='));
    await page.mouse.up();
    const metrics = await (await zoomed).json();
    assert.ok(metrics.val_loss.step.length >= 500, 'a part is fetched finer');
    assert.ok(metrics.val_loss.step.at(-1) - metrics.val_loss.step[0] < 100_000);
    await page.getByRole('button', {name: 'Reset zoom'}).click();
    page.fine();
    await page.context().close();
  });

  test('a hundred runs of ten thousand steps are one chart', async () => {
    const page = await watched(browser, server.url);
    await page.goto(`/experiment/${sweep}`);
    const ms = await drawn(page, '[data-curves] .gl-canvas, [data-curves] .scatterlayer .trace');
    say('experiment of 100 runs, ms to drawn curves', Math.round(ms));
    const hover = await page.evaluate(async () => {
      const rows = [...document.querySelectorAll('[data-board] tr')].slice(0, 20);
      const begun = performance.now();
      for (const row of rows) {
        row.querySelector('td').dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
        await new Promise(requestAnimationFrame);
      }
      return (performance.now() - begun) / rows.length;
    });
    say('lighting one run of 100, ms', hover.toFixed(1));
    assert.ok(hover < 250, `lighting a run takes ${hover} ms`);
    page.fine();
    await page.context().close();
  });
});
