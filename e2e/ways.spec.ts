import { expect, type Page } from '@playwright/test';
import { callsOf, test } from './living.ts';
import { readCode } from './read-code.ts';

const LINK = 'socks5://vera:correct-horse@203.0.113.20:1080#Vera';
const AUNT = 'Aunt Vera in Vilnius';

/** What the page asked of one command, in order. */
const argumentsOf = async (page: Page, wanted: string) =>
  (await callsOf(page)).filter(({ command }) => command === wanted).map(({ args }) => args);

test.beforeEach(async ({ open }) => {
  await open('ways-list');
});

test('a way is called what the person likes, and by its address again', async ({ page }) => {
  const more = page.getByRole('button', { name: `More about ${AUNT}` });
  await more.click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = page.getByLabel('What do you want to call it?');
  await expect(field).toBeFocused();
  await field.fill('  My sister ');
  await field.press('Enter');
  await expect(page.getByRole('heading', { name: 'My sister', exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'More about My sister' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await field.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'socks5://aunt@203.0.113.20:1080' })).toBeVisible();
  expect(await argumentsOf(page, 'nameWay')).toEqual([
    { id: 'aunt', name: 'My sister' },
    { id: 'aunt', name: '' },
  ]);
});

test('the keyboard alone changes the order, keeps its place and is told of it', async ({ page }) => {
  const headings = page.getByRole('list', { name: 'Your ways' }).getByRole('heading');
  const down = page.getByRole('button', { name: `Move ${AUNT} down` });
  await down.focus();
  await page.keyboard.press('Enter');
  await expect(headings).toHaveText(['From work', AUNT, /^ss:/, 'Tor']);
  await expect(page.getByText(`${AUNT} is now number 2 of 4.`)).toBeAttached();
  await expect(down).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(headings).toHaveText(['From work', /^ss:/, 'Tor', AUNT]);
  await expect(down).toBeFocused();
  await expect(down).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  expect(await argumentsOf(page, 'moveWay')).toHaveLength(3);
  await page.getByRole('button', { name: `Move ${AUNT} up` }).press(' ');
  await expect(headings).toHaveText(['From work', /^ss:/, AUNT, 'Tor']);
});

test('a test shows that it runs, then how it went', async ({ page }) => {
  const card = page.getByRole('listitem').filter({ hasText: 'From work' });
  await expect(card).toContainText('does not accept the name or the password');
  await card.getByRole('button', { name: 'Test From work' }).click();
  await expect(card.getByText('Testing', { exact: true })).toBeVisible();
  const button = card.getByRole('button', { name: 'Testing… From work' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await button.click({ force: true });
  await page.evaluate(() => window.living?.finishTest());
  await expect(card.getByText('Works', { exact: true })).toBeVisible();
  await expect(card).toContainText('Your messenger answered through it after 1.8 seconds.');
  expect(await argumentsOf(page, 'testWay')).toHaveLength(1);
});

test('sharing warns, then shows a picture that reads back as the link, and takes it away again', async ({
  page,
}) => {
  await page.clock.install();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: `Share ${AUNT}` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('The picture contains the password of this server.');
  expect(await argumentsOf(page, 'shareWay')).toEqual([]);

  const picture = dialog.getByRole('img', { name: `QR picture of ${AUNT}` });
  const show = dialog.getByRole('button', { name: 'Show the picture' });
  await show.click();
  await expect(picture).toBeVisible();
  expect(await readCode(picture)).toBe(LINK);
  expect(await page.content()).not.toContain('correct-horse');

  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(picture).toBeHidden();
  await expect(dialog).toContainText('The picture is hidden again.');

  await show.click();
  await expect(picture).toBeVisible();
  await page.clock.fastForward(59_000);
  await expect(picture).toBeVisible();
  await page.clock.fastForward(1_000);
  await expect(picture).toBeHidden();

  await show.click();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: `Share ${AUNT}` })).toBeFocused();
});

test('a program on this computer is not offered for sharing', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Share From work' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'More about Tor' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Share Tor' })).toBeHidden();
});

test('removing asks first', async ({ page }) => {
  const more = page.getByRole('button', { name: 'More about From work' });
  const dialog = page.getByRole('dialog', { name: 'Remove From work?' });
  const heading = page.getByRole('heading', { name: 'From work', exact: true });
  await more.click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(more).toBeFocused();
  await expect(heading).toBeVisible();

  await more.click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Remove it' }).click();
  await expect(heading).toBeHidden();
  await expect(page.getByText('From work was removed.')).toBeVisible();
});

test('who has no way yet learns what one is and where to get it', async ({ page, open }) => {
  await open('ways-empty');
  await expect(page.getByText('A way is a server of somebody you trust.')).toBeVisible();
  await page.getByRole('button', { name: 'Add a way' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('My ways');
});

test('an MTProto proxy is given to Telegram, and nothing else is', async ({ page, open }) => {
  await open('ways-failures');
  const give = page.getByRole('button', { name: 'to Telegram' });
  await expect(give).toHaveCount(1);
  await give.click();
  await expect(page.getByText('Telegram asks whether to use this proxy').first()).toBeVisible();
  expect(await argumentsOf(page, 'giveToTelegram')).toEqual([{ id: 'way-0' }]);
});
