// The only wait of the browser tests, for conditions that no locator can wait
// for. It checks repeatedly, so that the machine's speed does not matter.
// internal/await does the same for Go.

// patience is how long a condition may take before it counts as hanging. No test
// may come near it on a busy machine.
export const patience = 180_000;

const pace = 25;

// until calls is until it returns a true value, and returns that value. what
// completes the sentence "waited in vain for …". An error from is ends the wait.
export async function until(what, is) {
  for (const end = Date.now() + patience; ;) {
    const last = Date.now() > end;
    const found = await is();
    if (found) return found;
    if (last) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pace));
  }
}
