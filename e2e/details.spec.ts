import { expect, type Page } from '@playwright/test';
import { test } from './living.ts';

const STREAMS = ['steps', 'traffic', 'log'] as const;

/** How many watch each stream. */
const watchers = (page: Page) =>
  page.evaluate((names) => names.map((name) => window.living?.watchers(name) ?? -1), STREAMS);

/** So many steps, one after another, by the way that is named. */
const pushSteps = (page: Page, count: number, transport: string) =>
  page.evaluate(
    ([many, text]) =>
      window.living?.push(
        'steps',
        Array.from({ length: many }, (_, index) => ({
          at: Date.now() + index * 20,
          messenger: 'whatsapp',
          purpose: 'chat' as const,
          transport: text,
          operation: 'tls' as const,
          subject: 'web.whatsapp.com',
          milliseconds: 10,
          failure: index % 2 === 0 ? null : 'connection_reset',
        })),
      ),
    [count, transport] as const,
  );

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
test.beforeEach(async ({ open }) => {
  await open('details-overview');
});

test('a stream is watched only while its part is open', async ({ page }) => {
  expect(await watchers(page)).toEqual([0, 0, 0]);
  await page.getByRole('tab', { name: 'Measurements' }).click();
  await expect.poll(() => watchers(page)).toEqual([1, 0, 0]);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Traffic' })).toBeFocused();
  await expect.poll(() => watchers(page)).toEqual([0, 1, 0]);
  await page.keyboard.press('End');
  await expect.poll(() => watchers(page)).toEqual([0, 0, 1]);
  await page.getByRole('button', { name: 'My ways' }).click();
  await expect.poll(() => watchers(page)).toEqual([0, 0, 0]);
});

test('steps appear as they come, and no more than 500 of them stay', async ({ page }) => {
  await page.getByRole('tab', { name: 'Measurements' }).click();
  const bars = page.locator('[data-step]');
  await expect(bars).toHaveCount(14);
  await pushSteps(page, 10, 'newest');
  await expect(bars).toHaveCount(24);
  await pushSteps(page, 600, 'newest');
  await expect(bars).toHaveCount(500);
  await expect(page.getByText('doh:quad9').first()).toBeHidden();
});

test('a lane opens into a table that says the same in words', async ({ page }) => {
  await page.getByRole('tab', { name: 'Measurements' }).click();
  await page.getByRole('group').filter({ hasText: 'dns_bogon_error' }).locator('summary').press('Enter');
  const row = page.getByRole('row', { name: 'DNS lookup' });
  await expect(row).toContainText('web.whatsapp.com');
  await expect(row).toContainText('24 ms');
  await expect(row).toContainText('It was given a false address.');
});

test('one messenger alone, or what failed alone, can be looked at', async ({ page }) => {
  await page.getByRole('tab', { name: 'Measurements' }).click();
  const bars = page.locator('[data-step]');
  await page.getByRole('radio', { name: 'Signal' }).check();
  await expect(bars).toHaveCount(4);
  await page.getByRole('switch', { name: 'Only what failed' }).click();
  await expect(page.getByText('No step fits what you chose above.')).toBeVisible();
  await page.getByRole('radio', { name: 'All' }).check();
  await expect(bars).toHaveCount(2);
});

test('a pause stops watching and keeps what is there', async ({ page }) => {
  await page.getByRole('tab', { name: 'Log' }).click();
  const lines = page.getByRole('tabpanel').getByRole('listitem');
  await expect(lines).toHaveCount(5);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => watchers(page)).toEqual([0, 0, 0]);
  await expect(lines).toHaveCount(5);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => watchers(page)).toEqual([0, 0, 1]);
  await page.evaluate(() =>
    window.living?.push('log', [{ at: Date.now(), level: 'error', code: 'new', text: 'a new line' }]),
  );
  await expect(lines).toHaveCount(6);
  await expect(lines.first()).toContainText('a new line');
});

test('the log shows what is grave alone, and is copied as it is shown', async ({ page }) => {
  await page.getByRole('tab', { name: 'Log' }).click();
  await page.getByRole('radio', { name: 'Warnings and errors' }).check();
  await expect(page.getByRole('tabpanel').getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    [
      '2026-09-14T18:24:00.024Z warning forged-answer system: web.whatsapp.com is 10.10.34.35\n',
      '2026-09-14T18:24:09.000Z error no-route telegram/chat: all of 14 ways failed\n',
    ].join(''),
  );
});

test('addresses are copied exactly', async ({ page }) => {
  const section = page.getByRole('region', { name: 'Local addresses' });
  await section.getByRole('button', { name: 'Copy' }).last().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'http://127.0.0.1:47100/Yk3v9sQm/proxy.pac',
  );
  await section.getByRole('button', { name: 'Copy' }).first().click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('127.0.0.1:47100');
});

test('traffic is plotted as it comes, and told in numbers', async ({ page }) => {
  await page.getByRole('tab', { name: 'Traffic' }).click();
  await page.evaluate(() =>
    window.living?.push('traffic', [{ at: Date.now(), messenger: 'signal', up: 3_000_000, down: 1500 }]),
  );
  await expect(page.getByRole('img', { name: /^Signal: received 1\.5 kB and sent 3 MB / })).toBeVisible();
});
