// The result of a click is shown where the person is: on the page of a run and
// of an experiment, below the list, below a card; with and without scripts.
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {open, pictures, sizes, still, watched} from './browser.mjs';
import {Gate} from './gate.mjs';
import {Server} from './server.mjs';

const widths = {desktop: {width: 1280, height: 900}, phone: sizes.phone};

let browser;
let gate;
let server;
before(async () => {
  browser = await open();
  gate = await Gate.make();
  server = await Server.start({config: gate.config});
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await gate?.remove();
});

// stale opens a page that receives no changes, as on a slow network. Its buttons
// stay as they were.
async function stale(page, address) {
  await page.route('**/events*', (route) => route.abort());
  page.expected = [/net::ERR_FAILED/, /409/];
  await page.goto(address);
}

async function said(page, place, text) {
  await page.locator(`${place} .outcome`, {hasText: text}).waitFor();
  assert.equal(await page.locator(`${place} .outcome`).getAttribute('role'), 'status');
}

for (const [size, viewport] of Object.entries(widths)) {
  describe(`a refused click, ${size}`, () => {
    test('on the page of a run', async () => {
      const [run] = await server.launch([{lr: 0.1}]);
      const page = await watched(browser, server.url, {viewport});
      await stale(page, `/run/${run.id}`);
      const before = await server.api('GET', '/api/messages');
      await server.api('POST', `/api/run/${run.id}/stop`);
      await server.ended();
      await page.getByRole('button', {name: 'Stop'}).click();
      await said(page, '.head', 'already');
      await page.locator('.title .status.cancelled').waitFor(); // a refusal says that the page is not up to date
      await said(page, '.head', 'already');
      assert.equal(new URL(page.url()).pathname, `/run/${run.id}`);
      const refusals = (messages) => messages.filter(({content}) => content.includes('already')).length;
      assert.equal(refusals(await server.api('GET', '/api/messages')), refusals(before), 'the chat is not told');
      await still(page);
      await page.screenshot({path: `${pictures}refused-run-${size}.png`});
      page.fine();
      await page.context().close();
    });

    test('on the page of an experiment', async () => {
      const runs = await server.launch([{lr: 0.1}, {lr: 0.2}]);
      const page = await watched(browser, server.url, {viewport});
      await stale(page, `/experiment/${runs[0].experiment}`);
      await server.api('POST', `/api/experiment/${runs[0].experiment}/stop`);
      await server.ended();
      await page.getByRole('button', {name: 'Stop all'}).click();
      await page.locator('dialog').getByRole('button', {name: 'Stop all'}).click();
      await said(page, '.head', 'already');
      await page.locator('[data-summary]', {hasText: '2 stopped'}).waitFor();
      await still(page);
      await page.screenshot({path: `${pictures}refused-experiment-${size}.png`});
      page.fine();
      await page.context().close();
    });

    test('below the list', async () => {
      const [run] = await server.launch([{lr: 0.1}]);
      const page = await watched(browser, server.url, {viewport});
      await stale(page, '/?view=runs');
      await page.locator(`tr[data-run="${run.id}"] input`).check();
      await server.api('POST', `/api/run/${run.id}/stop`);
      await server.ended();
      await page.locator('.selection').getByRole('button', {name: 'Stop'}).click();
      await page.locator('dialog').getByRole('button', {name: 'Stop'}).click();
      await said(page, '.selection', 'already');
      assert.equal(await page.locator('.selection .picked').textContent(), '1 selected', 'the ticks stay for another try');
      await still(page);
      await page.screenshot({path: `${pictures}refused-list-${size}.png`});
      page.fine();
      await page.context().close();
    });

    test('below a card, for the one who clicked', async () => {
      const answer = await server.say('try lr 0.1 and 0.2');
      const page = await watched(browser, server.url, {viewport});
      await stale(page, '/');
      await server.api('POST', `/api/proposals/${answer.proposal.id}/dismiss`);
      await page.locator(`#${answer.id}`).getByRole('button', {name: 'Launch 2 runs'}).click();
      await said(page, `#${answer.id}`, 'dismissed');
      await page.locator(`#${answer.id} .card`).getByText('dismissed by').waitFor();
      await said(page, `#${answer.id}`, 'dismissed');
      assert.ok(await page.locator(`#${answer.id} .outcome`).evaluate((line) => {
        const {top, bottom} = line.getBoundingClientRect();
        const box = line.closest('.messages').getBoundingClientRect();
        return top >= box.top && bottom <= box.bottom;
      }), 'it is in sight');
      await still(page);
      await page.screenshot({path: `${pictures}refused-card-${size}.png`});
      page.fine();
      await page.context().close();
    });
  });
}

test('what is done is told on the page too, and leads on', async () => {
  const [run] = await server.launch([{lr: 0.3}]);
  const page = await watched(browser, server.url, {viewport: widths.desktop});
  await page.goto(`/run/${run.id}`);
  await page.getByRole('button', {name: 'Stop'}).click();
  await said(page, '.head', run.id);
  await page.locator('.title .status.cancelled').waitFor();
  await said(page, '.head', run.id); // the head was made anew meanwhile
  await page.getByRole('button', {name: 'Retry', exact: true}).click();
  await said(page, '.head', 'waits in the chat for a decision');
  await still(page);
  await page.screenshot({path: `${pictures}done-run-desktop.png`});
  await page.locator('.head .outcome a').click();
  await page.locator(':target').getByRole('button', {name: 'Launch', exact: true}).waitFor();
  page.fine();
  await page.context().close();
});

describe('without scripts', () => {
  for (const [where, of, button] of [['run', 'id', 'Stop'], ['experiment', 'experiment', 'Stop all']]) {
    test(`the page of the ${where} says it after the form was sent, once`, async () => {
      const [run] = await server.launch([{lr: 0.4}]);
      const page = await watched(browser, server.url, {viewport: widths.phone, javaScriptEnabled: false});
      await page.goto(`/${where}/${run[of]}`);
      await server.api('POST', `/api/run/${run.id}/stop`);
      await server.ended();
      await page.getByRole('button', {name: button, exact: true}).click();
      if (where === 'experiment') await page.getByRole('button', {name: 'Yes'}).click(); // it asks first
      await said(page, '.head', 'already');
      assert.equal(new URL(page.url()).pathname, `/${where}/${run[of]}`);
      await page.screenshot({path: `${pictures}refused-${where}-noscript-phone.png`});
      await page.reload();
      assert.equal(await page.locator('.outcome.refused').count(), 0);
      page.fine();
      await page.context().close();
    });
  }
});

test('no button for seeds where the project has none', async () => {
  const [run] = await server.launch([{lr: 0.1}]);
  await gate.let(run.id, 10);
  await server.ended();
  const page = await watched(browser, server.url, {viewport: widths.desktop});
  await page.goto(`/experiment/${run.experiment}`); // digits of the gate has no seed
  await page.getByRole('button', {name: 'Try around the best'}).waitFor();
  assert.equal(await page.getByRole('button', {name: /seeds/}).count(), 0);
  await page.getByRole('button', {name: 'Try around the best'}).click();
  await said(page, '.head', 'waits in the chat for a decision');
  assert.equal(await page.locator('.outcome.refused').count(), 0);
  page.fine();
  await page.context().close();
});
