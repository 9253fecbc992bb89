/** Frames to wait for a button to appear: a second or so. */
const MAX_FRAMES = 90;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function found(selector: string): Promise<HTMLElement> {
  for (let count = 0; count < MAX_FRAMES; count += 1) {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) return element;
    await frame();
  }
  throw new Error(`nothing to press: ${selector}`);
}

/** Presses one after another, waiting for each to be there; ends when the last press has been drawn. */
export async function pressAll(selectors: readonly string[]): Promise<void> {
  for (const selector of selectors) {
    (await found(selector)).click();
    await frame();
    await frame();
  }
}
