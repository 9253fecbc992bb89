/** Frames to wait for a heading or a button to appear: a second or so. */
const MAX_FRAMES = 90;
/** Frames in which a heading that stays is no longer that of a view on the way to another. */
const CALM_FRAMES = 3;

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function found(selector: string): Promise<HTMLElement> {
  for (let count = 0; count < MAX_FRAMES; count += 1) {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) return element;
    await frame();
  }
  throw new Error(`nothing to press: ${selector}`);
}

/** Resolves when a view stands: its words and its code are there. */
export async function drawn(): Promise<void> {
  let heading: Element | null = null;
  let calm = 0;
  for (let count = 0; calm < CALM_FRAMES; count += 1) {
    if (count > MAX_FRAMES) throw new Error('no view appears');
    await frame();
    const now = document.querySelector('h1');
    calm = now !== null && now === heading ? calm + 1 : 0;
    heading = now;
  }
}

/** Presses one after another, waiting for each to be there; ends when the last press has been drawn. */
export async function pressAll(selectors: readonly string[]): Promise<void> {
  for (const selector of selectors) {
    (await found(selector)).click();
    await frame();
    await frame();
  }
}
