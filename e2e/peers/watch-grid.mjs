// Keeps Trex's grid of runs open and prints a line for each run when it appears,
// without reloading the page: node watch-grid.mjs URL RUN…
import { launch, open } from './browser.mjs';

const [url, ...runs] = process.argv.slice(2);
const browser = await launch();
try {
  const { page } = await open(browser, `${url}/?view=runs`, { viewport: { width: 1440, height: 900 } });
  await page.evaluate(() => { window.untouched = true; });
  console.log('watching the grid');
  for (const run of runs) {
    const row = page.locator(`tr[data-run="${run}"]`);
    await row.waitFor({ timeout: 0 }); // whoever reads the lines knows how long to wait for one
    if (!await page.evaluate(() => window.untouched)) throw new Error('the page was loaded again');
    console.log(`in the grid: ${run} ${(await row.textContent()).replace(/\s+/g, ' ')}`);
  }
} finally {
  await browser.close();
}
