// Opens a link as a phone does, waits for a chart and for all parts of the text,
// takes a picture and prints what is to be read:
// node open-on-phone.mjs LINK FILE PART…
import { launch, open } from './browser.mjs';

const [link, file, ...parts] = process.argv.slice(2);
const browser = await launch();
try {
  const { page, response, wrong } = await open(browser, link, {
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: 'dark',
  });
  await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor();
  for (const part of parts) await page.locator('main', { hasText: part }).waitFor();
  await page.screenshot({ path: file });
  console.log(JSON.stringify({
    status: response.status(),
    text: (await page.locator('main').innerText()),
    wide: await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
    wrong,
  }));
} finally {
  await browser.close();
}
