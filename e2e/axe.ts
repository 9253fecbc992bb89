import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** axe's rules that look at colours or at places; what all others judge stands in the page's structure. */
const LOOKS = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

/**
 * What axe finds wrong with the page as it stands, by all its rules, WCAG 2.2's too: a line for each place. With `looks` by those
 * alone that can tell otherwise when only theme or direction of a page have changed.
 */
export async function axeFindings(page: Page, which: 'all' | 'looks' = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(
    async (only) => {
      const found = await window.axe?.run(document, {
        resultTypes: ['violations'],
        ...(only === null
          ? { rules: { 'target-size': { enabled: true } } }
          : { runOnly: { type: 'rule', values: only } }),
      });
      if (found === undefined) throw new Error('axe did not load');
      return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
    which === 'all' ? null : LOOKS,
  );
}
