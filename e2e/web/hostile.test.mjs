// Output of scripts, text of people and values of parameters are shown as text
// everywhere, with and without scripts in the page.
import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, describe, test} from 'node:test';
import {open, sizes, still, watched} from './browser.mjs';
import {Server} from './server.mjs';

const html = '<img src=x onerror="window.hit=1"><script>window.hit=2</script></script></textarea><b>bold</b>';
const turned = 'a\u202eb\u2066c\u200fd';
const trainer = `
import fs from 'node:fs';
const html = ${JSON.stringify(html)};
console.log(html);
console.log('x'.repeat(1 << 20) + 'end of the long line'); // pushes all before out of what the page begins with
console.log('\\u001b[31mred\\u001b[0m \\u001b]0;title\\u0007 \\u001b[2J ' + ${JSON.stringify(turned)});
for (let step = 1; step <= 20; step++) {
  console.log('step ' + step + ' val_loss=' + 1 / step);
  fs.appendFileSync(process.env.TREX_METRICS, JSON.stringify({step, [html]: step, ['train_' + html]: 1 / step, [${JSON.stringify(turned)}]: 2}) + '\\n');
}
console.error(html);
process.exit(process.argv[2] === 'fail' ? 3 : 0);
`;
const config = (script) => `
projects:
  digits:
    description: ${JSON.stringify(html)}
    command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(script)}, "{end}", "{note}"]
    params:
      note: {type: string, default: plain}
      end: {type: string, default: well}
    objective: {metric: val_loss, goal: minimize}
`;

let browser;
let server;
let folder;
before(async () => {
  browser = await open();
  folder = await mkdtemp(path.join(tmpdir(), 'trex-hostile-'));
  const script = path.join(folder, 'train.mjs');
  await writeFile(script, trainer);
  await writeFile(path.join(folder, 'trex.yaml'), config(script));
  server = await Server.start({config: path.join(folder, 'trex.yaml')});
  await server.launch([{note: html}, {note: turned}, {note: html, end: 'fail'}]);
  await server.ended();
  await server.say(`what about ${html} ${turned} \u001b[31mred`);
  await server.say('why did r3 fail?');
  await server.say('show the log of r1');
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (folder) await rm(folder, {recursive: true, force: true});
});

// harmless asserts that hostile text had no effect on a page, and returns the
// page's text.
async function harmless(page, name) {
  await still(page);
  const found = await page.evaluate(() => ({
    hit: globalThis.hit,
    made: [...document.querySelectorAll('img[src="x"], [onerror], b:not(.slots b), script:not([src]):not([type="application/json"])')].map((element) => element.outerHTML),
    acting: (document.documentElement.textContent.match(/[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069\u200e\u200f]/g) ?? []).length,
    wide: document.documentElement.scrollWidth - innerWidth,
    text: document.body.innerText,
  }));
  assert.deepEqual({...found, text: ''}, {hit: undefined, made: [], acting: 0, wide: found.wide, text: ''}, name);
  assert.ok(found.wide <= 0, `${name} is ${found.wide} pixels too wide`);
  return found.text;
}

const pages = {home: '/?view=chat', runs: '/?view=runs', run: '/run/r1', turned: '/run/r2', failed: '/run/r3', experiment: '/experiment/e1', compare: '/compare?runs=r1,r2'};

for (const [size, viewport] of Object.entries(sizes)) {
  describe(`hostile text, ${size}`, () => {
    for (const [name, address] of Object.entries(pages)) {
      test(name, async () => {
        const page = await watched(browser, server.url, {viewport});
        await page.goto(address);
        if (/home|runs/.test(name)) await page.locator('[data-run="r1"] .spark').waitFor({state: 'attached'});
        if (name === 'runs') await page.locator('[data-run="r1"]').getByText('<img src=x').first().waitFor();
        if (/run$|turned|failed|experiment|compare/.test(name)) await page.locator('.js-plotly-plot .main-svg').first().waitFor();
        if (/run$|turned|failed/.test(name)) await page.locator('.log-lines .line').nth(5).waitFor();
        const text = await harmless(page, name);
        if (name !== 'turned') assert.ok(text.includes('<img src=x'), `${name} does not show the text`);
        page.fine();
        await page.context().close();
      });
    }

    test('without scripts', async () => {
      const page = await watched(browser, server.url, {viewport, javaScriptEnabled: false});
      for (const address of Object.values(pages)) {
        await page.goto(address);
        const source = await page.content();
        assert.ok(!source.includes('<img src=x') && !source.includes('<script>window') && !/[\u001b\u202a-\u202e\u2066-\u2069]/.test(source), address);
      }
      page.fine();
      await page.context().close();
    });
  });
}

test('a long line can be searched and is cut where it is shown', async () => {
  const page = await watched(browser, server.url);
  await page.goto('/run/r1');
  await page.locator('.log-lines .line').nth(5).waitFor();
  await page.getByLabel('Search the log').fill('end of the long line');
  await page.locator('.log-lines .line.now').waitFor();
  assert.match(await page.locator('.log-lines .line.now').textContent(), /more characters$/);
  await page.getByRole('button', {name: 'Follow'}).click();
  await page.locator('.log-lines .line .f1').getByText(/^red$/).waitFor();
  page.fine();
  await page.context().close();
});
