import type { Page } from '@playwright/test';

/** Runs in the page. A line for each text of which something lies where nobody can see or scroll to it. */
function findCutText(): string[] {
  /** What rounding and the slant of letters may add, in pixels. */
  const SLACK = 2;
  const page = { left: 0, right: document.documentElement.clientWidth };
  const isHiddenOnPurpose = (element: Element) =>
    !element.checkVisibility({ checkVisibilityCSS: true }) ||
    element.closest('.unseen, option, svg') !== null;

  /** By how much a text sticks out of the nearest box that cuts it off, or of the page. */
  function excess(element: Element, { left, right, top, bottom }: DOMRect): number {
    for (let box: Element | null = element; box !== null; box = box.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(box);
      const edge = box.getBoundingClientRect();
      if (/auto|scroll/.test(overflowX + overflowY)) return 0;
      if (/hidden|clip/.test(overflowX) && box !== document.body)
        return Math.max(edge.left - left, right - edge.right, edge.top - top, bottom - edge.bottom);
      if (position === 'fixed') break;
    }
    return Math.max(page.left - left, right - page.right);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const cut: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element === null || node.textContent?.trim() === '' || isHiddenOnPurpose(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const most = Math.max(0, ...[...range.getClientRects()].map((rect) => excess(element, rect)));
    if (most > SLACK) cut.push(`${Math.round(most)} px of "${node.textContent?.trim().slice(0, 60)}"`);
  }
  return cut;
}

/** Words of the page as it stands that are cut off, in words. */
export function cutText(page: Page): Promise<readonly string[]> {
  return page.evaluate(findCutText);
}
