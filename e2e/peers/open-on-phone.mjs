// Opens a link as a phone does, waits for a chart, takes a picture and prints
// what is to be read: node open-on-phone.mjs LINK FILE
import { launch } from './browser.mjs';

const [link, file] = process.argv.slice(2);
const browser = await launch();
try {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, colorScheme: 'dark',
  });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  const response = await page.goto(link);
  await page.locator('.js-plotly-plot .scatterlayer .trace').first().waitFor({ timeout: 60_000 });
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
