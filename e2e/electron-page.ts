import type { Page } from '@playwright/test';
import type { Phase } from '../core/contract.ts';

/** The phase the page is told at this moment. */
export function phaseOf(page: Page): Promise<Phase> {
  return page.evaluate(
    () =>
      new Promise<Phase>((resolve) => {
        const stop = window.footbridge.watchState(({ phase }) => {
          resolve(phase);
          setTimeout(() => stop());
        });
      }),
  );
}
