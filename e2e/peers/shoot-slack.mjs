// Takes a picture of local-slack's page with the first thread of its channel
// open: node shoot-slack.mjs URL PREFIX
import { chromium } from 'playwright-core';

const [url, prefix] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1700, height: 2600 } });
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  await page.locator('.thread-summary').first().click();
  const handle = await page.locator('.thread-resize-handle').boundingBox();
  if (handle) {
    await page.mouse.move(handle.x + handle.width / 2, 400);
    await page.mouse.down();
    await page.mouse.move(650, 400, { steps: 5 });
    await page.mouse.up();
  }
  await page.waitForLoadState('networkidle').catch(() => {}); // pictures
  await page.waitForTimeout(1000);
  await page.screenshot({ path: prefix + '.png' });
} finally {
  await browser.close();
}
