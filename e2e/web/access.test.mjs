// Accessibility: axe finds no serious problem on any page in either theme, and
// everything works with the keyboard.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, describe, test} from 'node:test';
import {open, pictures, sizes, still, watched} from './browser.mjs';
import {Server} from './server.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
let server;
let guarded;

// The address of each page, and an element that is there when the page has
// loaded.
const row = 'tr[data-run="r1"] .spark';
const pages = {
  home: ['/', row], runs: ['/?view=runs', row], cards: ['/?view=runs&layout=cards', row], filtered: ['/?view=runs&q=nothing', '.grid .empty a'],
  run: ['/run/r1', '.js-plotly-plot .main-svg'], failed: ['/run/r4', '.log-lines .line'], experiment: ['/experiment/e1', '.js-plotly-plot .main-svg'],
  compare: ['/compare?runs=r1,r2', '.js-plotly-plot .main-svg'], missing: ['/run/r99', 'h1'],
};

before(async () => {
  browser = await open();
  server = await Server.start();
  guarded = await Server.start({environment: {TREX_WEB_TOKEN: 'a long random text'}});
  await server.launch([{lr: 0.1, seed: 1}, {lr: 0.03, seed: 1}, {lr: 0.03, seed: 2}]);
  await server.launch([{lr: 10, epochs: 5, hidden: 1024, optimizer: 'sgd'}]);
  await server.ended();
  await server.say('try lr 0.1, 0.2 and 0.3');
  await server.say('warmpu 100');
  await server.say('what is best?');
  await server.say('help');
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await guarded?.pause();
});

async function check(page, name) {
  await still(page);
  // The page's policy forbids a script element, but the debugger may run
  // one.
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {resultTypes: ['violations']}));
  assert.ok(found.passes.length > 10, 'axe looked at nothing');
  const serious = found.violations.filter((violation) => ['serious', 'critical'].includes(violation.impact));
  assert.deepEqual(serious.map((violation) => `${name}: ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`), []);
}

for (const colorScheme of ['dark', 'light']) {
  for (const [size, viewport] of Object.entries(sizes)) {
    describe(`axe, ${colorScheme}, ${size}`, () => {
      for (const [name, [address, shown]] of Object.entries(pages)) {
        test(name, async () => {
          const page = await watched(browser, server.url, {viewport, colorScheme});
          page.expected = name === 'missing' ? [/404/] : [];
          await page.goto(address);
          await page.locator(shown).first().waitFor({state: 'attached'}); // a phone has its runs behind its chat
          await check(page, name);
          await page.screenshot({path: `${pictures}${name}-${size}-${colorScheme}.png`});
          page.fine();
          await page.context().close();
        });
      }

      test('login', async () => {
        const page = await watched(browser, guarded.url, {viewport, colorScheme});
        await page.goto('/run/r1');
        await page.getByLabel('Token').waitFor();
        await check(page, 'login');
        await page.screenshot({path: `${pictures}login-${size}-${colorScheme}.png`});
        await page.getByLabel('Token').fill('a long random text');
        await page.keyboard.press('Enter');
        await page.getByText('there is no run').or(page.getByText('Not here')).first().waitFor();
        await page.context().close();
      });

      test('the dialog', async () => {
        const page = await watched(browser, server.url, {viewport, colorScheme});
        await page.goto('/?view=chat');
        await page.locator('.card').getByRole('button', {name: 'Edit'}).first().click();
        await page.locator('dialog form').waitFor();
        await check(page, 'dialog');
        await page.keyboard.press('Escape');
        await page.locator('dialog').waitFor({state: 'detached'});
        await page.context().close();
      });
    });
  }
}

describe('keyboard', () => {
  test('the composer', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/');
    const box = page.locator('#say');
    await page.keyboard.press('/');
    assert.ok(await box.evaluate((element) => element === document.activeElement));
    await page.keyboard.type('what is');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('running?');
    assert.equal(await box.inputValue(), 'what is\nrunning?');
    await page.keyboard.press('Enter');
    await page.locator('.message.user', {hasText: 'running?'}).waitFor();
    assert.equal(await box.inputValue(), '');
    await page.keyboard.press('ArrowUp');
    assert.equal(await box.inputValue(), 'what is\nrunning?');
    await page.keyboard.press('ArrowUp');
    assert.equal(await box.inputValue(), 'help');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await box.inputValue(), '');
    page.fine();
    await page.context().close();
  });

  test('every control of a page is reached and seen', async () => {
    const page = await watched(browser, server.url);
    await page.goto('/run/r1');
    await page.locator('.js-plotly-plot').first().waitFor();
    await still(page);
    const seen = new Set();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const [name, outlined] = await page.evaluate(() => {
        const focused = document.activeElement;
        return [`${focused.tagName} ${focused.textContent.trim().slice(0, 20) || focused.getAttribute('aria-label') || focused.className}`, getComputedStyle(focused).outlineStyle !== 'none'];
      });
      if (name.startsWith('BODY')) break;
      seen.add(name);
      assert.ok(outlined, `${name} shows no focus`);
    }
    for (const want of ['A Skip to content', 'BUTTON Retry', 'BUTTON log y', 'BUTTON Follow', 'A Download']) assert.ok(seen.has(want), `${want} is not reached: ${[...seen]}`);
    page.fine();
    await page.context().close();
  });
});
