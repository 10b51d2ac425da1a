import { chromium } from 'playwright-core';

// patience is how long anything may take before it counts as hanging. It is
// long, because the machine may be busy.
const patience = 180_000;

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  timeout: patience,
});

// open opens an address in a page of the browser and returns the page and the
// response.
export async function open(browser, address, options) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  const response = await page.goto(address);
  return { page, response, wrong };
}
