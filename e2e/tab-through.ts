import type { Page } from '@playwright/test';

const PRESSABLE = 'button, a[href], input, select, textarea, summary';

/** Marks what Tab ought to reach: seen, not switched off, one of a group of radio buttons, inside an open dialog. */
function markWanted(selector: string): number {
  const room = document.querySelector('dialog[open]') ?? document.body;
  const groups = new Set<string>();
  const wanted = [...room.querySelectorAll<HTMLElement>(selector)].filter((element) => {
    if (element.tabIndex < 0 || element.matches(':disabled') || !element.checkVisibility()) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return true;
    const isFirst = !groups.has(element.name);
    groups.add(element.name);
    return isFirst;
  });
  for (const element of wanted) element.dataset.wanted = '';
  return wanted.length;
}

/** Takes the mark from what has the focus, now and whenever it moves; any radio button stands for its group. */
function unmarkFocused(): void {
  const unmark = () => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement)) return;
    const group =
      focused instanceof HTMLInputElement && focused.type === 'radio'
        ? document.querySelectorAll<HTMLElement>(`input[name="${CSS.escape(focused.name)}"]`)
        : [focused];
    for (const element of group) delete element.dataset.wanted;
  };
  unmark();
  document.body.addEventListener('focusin', unmark);
}

/** Presses Tab all the way round. Returns what was never reached, as HTML. */
export async function tabThrough(page: Page): Promise<string[]> {
  const count = await page.evaluate(markWanted, PRESSABLE);
  await page.evaluate(unmarkFocused);
  for (let press = 0; press < count + 6; press += 1) await page.keyboard.press('Tab');
  return page
    .locator('[data-wanted]')
    .evaluateAll((all) => all.map((element) => element.outerHTML.slice(0, 160)));
}
