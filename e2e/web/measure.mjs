// Measures the speed of the pages in a browser with ten thousand runs. It prints
// a line of JSON for each figure, {name, unit, values}; make bench makes its
// table from them. Each figure comes with the time of an almost empty action in
// the same browser, because the machine may be busy.
import {open, watched} from './browser.mjs';
import {long, openLibrary, sweep} from './library.mjs';

const times = 8;
const curve = '.js-plotly-plot .scatterlayer .trace path.js-line';
const curves = '[data-curves] .gl-canvas, [data-curves] .scatterlayer .trace path.js-line';

const say = (name, values) => console.log(JSON.stringify({name, unit: 'ms', values}));

// clocked makes every page record the time of a click, and how long it takes
// until the next page and its chart are on the screen.
function clocked(page, chart) {
  return page.addInitScript((selector) => {
    const now = () => performance.timeOrigin + performance.now();
    addEventListener('click', () => sessionStorage.setItem('clicked', String(now())), {capture: true});
    const shown = (what) => new Promise((resolve) => {
      const look = () => {
        if (!document.querySelector(what)) return false;
        // The frame after the next begins when this
        // frame is on the screen.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(now() - Number(sessionStorage.getItem('clicked')))));
        return true;
      };
      const watcher = new MutationObserver(() => { if (look()) watcher.disconnect(); });
      watcher.observe(document, {childList: true, subtree: true, attributes: true});
    });
    globalThis.shown = Promise.all([shown('main h1'), shown(selector)]);
  }, chart);
}

// clickTo measures from a click on a link to the chart of the next page. It
// reports the first time separately, because Plotly is loaded only then.
async function clickTo(name, {from, link, settled, to, chart}) {
  const page = await watched(browser, server.url);
  await clocked(page, chart);
  const blank = [];
  const drawn = [];
  for (let i = 0; i <= times; i++) {
    await page.goto(from);
    await page.locator(settled).first().waitFor();
    await page.locator(link).first().evaluate((element) => element.click());
    await page.waitForURL(`**${to}`);
    const [text, whole] = await page.evaluate(() => globalThis.shown);
    blank.push(text);
    drawn.push(whole);
  }
  say(`${name}, first time`, drawn.slice(0, 1));
  say(name, drawn.slice(1));
  say(`${name}, its text alone`, blank.slice(1));
  await page.context().close();
}

// frames returns the milliseconds between frames while the page executes step.
async function frames(page, step) {
  await page.evaluate(() => {
    globalThis.frames = async (work) => {
      const gaps = [];
      let last = performance.now();
      for (let i = 0; i < 120; i++) {
        work(i);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        gaps.push(now - last);
        last = now;
      }
      return gaps;
    };
  });
  return page.evaluate(step);
}

const server = await openLibrary();
let browser;
try {
  browser = await open();
  await clickTo('click to chart of 1,000,000 points', {
    from: `/?view=runs&q=${long}`, settled: `tr[data-run="${long}"] .spark`, link: `tr[data-run="${long}"] a`, to: `/run/${long}`, chart: curve,
  });
  await clickTo('click to chart of 100 runs of 10,000 steps', {
    from: '/run/r10101', settled: curve, link: '.crumbs a[href^="/experiment/"]', to: `/experiment/${sweep}`, chart: curves,
  });

  const page = await watched(browser, server.url);
  await page.goto('/?view=runs');
  await page.locator('tr[data-run]').nth(20).waitFor();
  say('frame, nothing happens', await frames(page, () => globalThis.frames(() => {})));
  say('frame, 10,000 runs scroll', await frames(page, () => globalThis.frames(() => { document.querySelector('.grid').scrollTop += 700; })));
  await page.goto(`/experiment/${sweep}`);
  await page.locator(curves).first().waitFor();
  say('frame, the pointer passes 100 rows', await frames(page, () => globalThis.frames((i) => {
    const rows = document.querySelectorAll('[data-board] tr');
    rows[i % rows.length].querySelector('td').dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
  })));
} catch (error) {
  if (!server.alive()) console.error(`trex ended with ${server.process.exitCode ?? server.process.signalCode}: ${server.log.slice(-2000)}`);
  throw error;
} finally {
  await browser?.close().catch((error) => console.error(`close the browser: ${error.message}`));
  await server.stop();
}
