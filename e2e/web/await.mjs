// The one wait of the tests that drive a browser, for what no locator can wait
// for: it looks again and again, and how fast the machine is decides nothing.
// As internal/await does for Go.

// patience is how long something may take before it counts as hanging. No test
// may come near it on a machine that is merely busy.
export const patience = 180_000;

const pace = 25;

// until looks until is returns something true, and returns that. What completes
// the sentence "waited in vain for …". An error of is ends it.
export async function until(what, is) {
  for (const end = Date.now() + patience; ;) {
    const last = Date.now() > end;
    const found = await is();
    if (found) return found;
    if (last) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pace));
  }
}
