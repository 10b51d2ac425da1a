// A browser whose pages record everything that must not happen: errors in the
// console, and requests to any other server.
import assert from 'node:assert/strict';
import {mkdir} from 'node:fs/promises';
import {chromium} from 'playwright-core';
import {patience} from './await.mjs';

export const sizes = {desktop: {width: 1440, height: 900}, phone: {width: 390, height: 844}};
export const pictures = new URL('../out/web/', import.meta.url).pathname;

export async function open() {
  await mkdir(pictures, {recursive: true});
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', timeout: patience,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

// watched opens a page and returns it with a check that nothing wrong was
// recorded.
export async function watched(browser, origin, options = {}) {
  const context = await browser.newContext({viewport: sizes.desktop, colorScheme: 'dark', baseURL: origin, ...options});
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const wrong = [];
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => console.error(`the policy forbids ${event.blockedURI}: ${event.violatedDirective}`));
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !page.expected?.some((pattern) => pattern.test(message.text()))) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.stack}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== new URL(origin).host) wrong.push(`request to ${url.href}`);
  });
  page.fine = () => assert.deepEqual(wrong, []);
  return page;
}

// still waits until a page has finished drawing. After that, screenshots, axe
// and the element under the pointer stay the same.
export async function still(page) {
  await page.waitForFunction(() => {
    const sight = (element) => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility() && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    };
    return document.readyState === 'complete' && document.fonts.status === 'loaded' && !document.querySelector('[aria-busy="true"]')
      && ![...document.querySelectorAll('.skeleton')].some(sight)
      && [...document.images].every((image) => image.complete || !sight(image))
      && document.getAnimations().every((one) => one.playState === 'finished' || one.effect.getComputedTiming().endTime === Infinity);
  });
  // The frame after the next begins when this frame is on the screen.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

// drawn waits until a chart is complete and reacts to the pointer.
export async function drawn(place) {
  await place.and(place.page().locator('[aria-busy="false"]')).waitFor();
}
