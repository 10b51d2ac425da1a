// Takes a picture of local-slack's page with one thread of its channel open:
// node shoot-slack.mjs URL FILE NUMBER
import { launch } from './browser.mjs';

const [url, file, number] = process.argv.slice(2);
const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width: 1700, height: 1900 } });
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  await page.locator('.thread-summary').nth(Number(number)).click();
  const handle = await page.locator('.thread-resize-handle').boundingBox();
  if (handle) {
    await page.mouse.move(handle.x + handle.width / 2, 400);
    await page.mouse.down();
    await page.mouse.move(650, 400, { steps: 5 });
    await page.mouse.up();
  }
  await page.waitForLoadState('networkidle').catch(() => {}); // pictures
  // The page knows no code blocks; Slack shows them with the spaces they have.
  await page.evaluate(() => {
    for (const text of document.querySelectorAll('.mrkdwn')) {
      if (!text.textContent.startsWith('```')) continue;
      text.innerHTML = text.innerHTML.replace(/^```(<br>)?|(<br>)?```$/g, '');
      text.style.cssText = 'display: block; white-space: pre; font: 13px monospace; background: #f4f4f4; padding: 8px';
    }
  });
  await page.waitForTimeout(500);
  await page.screenshot({ path: file });
} finally {
  await browser.close();
}
