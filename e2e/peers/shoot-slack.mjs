// Takes a picture of local-slack's page with one thread of its channel open:
// node shoot-slack.mjs URL FILE MESSAGE
import { launch, open } from './browser.mjs';

const [url, file, message] = process.argv.slice(2);
const browser = await launch();
try {
  const { page } = await open(browser, url, { viewport: { width: 1700, height: 1900 } });
  await page.locator('.msg', { hasText: message }).locator('.thread-summary').first().click();
  const handle = await page.locator('.thread-resize-handle').boundingBox();
  if (handle) {
    await page.mouse.move(handle.x + handle.width / 2, 400);
    await page.mouse.down();
    await page.mouse.move(650, 400, { steps: 5 });
    await page.mouse.up();
  }
  // The page does not support code blocks. Slack shows them with their
  // spaces.
  await page.evaluate(() => {
    for (const text of document.querySelectorAll('.mrkdwn')) {
      if (!text.textContent.startsWith('```')) continue;
      text.innerHTML = text.innerHTML.replace(/^```(<br>)?|(<br>)?```$/g, '');
      text.style.cssText = 'display: block; white-space: pre; font: 13px monospace; background: #f4f4f4; padding: 8px';
    }
  });
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {}))));
  await page.screenshot({ path: file });
} finally {
  await browser.close();
}
