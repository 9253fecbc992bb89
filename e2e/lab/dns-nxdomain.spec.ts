import { expect, type Page } from '@playwright/test';
import { type Words, wordsIn } from '../words.ts';
import { connected, heading, openWhatsApp, portOf, saveReport, welcome } from './journey.ts';
import { test } from './shells.ts';

test.setTimeout(120_000);

/** Presses Tab until what a name says has the focus, then Enter; nobody touches a mouse. */
async function press(page: Page, name: string): Promise<void> {
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || !element.matches('button, a, input, [tabindex="0"]')) return '';
      return element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '';
    });
  for (let steps = 0; !(await focused()).includes(name); steps += 1) {
    expect(steps, `Tab never reaches "${name}"`).toBeLessThan(40);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
}

const direction = (page: Page) =>
  page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('in Russian, on a small window, by keyboard alone', async ({ openShell, through }) => {
  const t: Words = wordsIn('ru');
  const { page } = await openShell('web', { locale: 'ru-RU', width: 800, height: 600 });
  await expect(page.getByRole('button', { name: t('common.next') })).toBeVisible();
  expect(await direction(page)).toEqual(['ru', 'ltr']);
  for (const step of [2, 3]) {
    await press(page, t('common.next'));
    await expect(page.getByText(t('welcome.step', { step, steps: 3 }))).toBeVisible();
  }
  await press(page, t('welcome.go'));
  await connected(page, t);
  expect(await overflows(page)).toBe(false);
  const port = await portOf(page, t);
  await openWhatsApp(await through(port));
  await press(page, t('home.button-disconnect'));
  await expect(heading(page, t('home.title-off'))).toBeVisible();
});

for (const shell of ['web', 'electron'] as const) {
  test(`${shell}: in Persian, from right to left, as narrow as a phone`, async ({ openShell, through }) => {
    const t: Words = wordsIn('fa');
    const { page } = await openShell(shell, { locale: 'fa-IR', width: 360, height: 740 });
    await expect(page.getByRole('button', { name: t('common.next') })).toBeVisible();
    expect(await direction(page)).toEqual(['fa', 'rtl']);
    await welcome(page, t);
    await connected(page, t);
    expect(await overflows(page)).toBe(false);
    if (shell === 'web') expect((await saveReport(page, t)).join()).toContain('dns_nxdomain_error');
    await openWhatsApp(await through(await portOf(page, t)));
  });
}
