import { expect, type Page } from '@playwright/test';
import { NOW, on } from '../renderer/gallery/fixtures.ts';
import { WORKING } from '../renderer/gallery/messengers.ts';
import { commandsOf, show, test } from './living.ts';

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('nobody is called connected before the messengers’ own traffic was seen', async ({ page, open }) => {
  await open('home-works');
  await expect(title(page)).toHaveText('The way is open');
  const telegram = page.getByRole('region', { name: 'Telegram' });
  await expect(telegram).toContainText('Way found');
  await show(page, on({ messengers: WORKING.map((one) => ({ ...one, inUseSince: NOW })) }));
  await expect(title(page)).toHaveText('You are connected');
  await expect(telegram).toContainText('In use');
});

test('behind a white list, what can still help comes before looking again', async ({ page, open }) => {
  await open('home-whitelist');
  await expect(page.locator('main section button').first()).toHaveText('What can still help');
  await button(page, 'Look again').click();
  expect(await commandsOf(page)).toEqual(['connect']);
  await button(page, 'Stop').click();
  expect(await commandsOf(page)).toEqual(['connect', 'disconnect']);
});

test('the honest page leads back to where it was opened', async ({ page, open }) => {
  await open('home-off');
  await button(page, 'What does Footbridge hide?').click();
  await button(page, 'Back').click();
  await expect(title(page)).toHaveText('Ready when you are');
  await page.getByRole('navigation').getByText('Settings').click();
  await button(page, 'What Footbridge hides, and what not').click();
  await button(page, 'Back').click();
  await expect(title(page)).toHaveText('Settings');
});
