import { expect } from '@playwright/test';
import { NOW, on } from '../renderer/gallery/fixtures.ts';
import { WORKING } from '../renderer/gallery/messengers.ts';
import { callsOf, commandsOf, show, test } from './living.ts';

const seen = (id: string) =>
  on({ messengers: WORKING.map((one) => ({ ...one, inUseSince: one.id === id ? NOW : null })) });

test('the tick comes from the messenger’s traffic, not from the press', async ({ page, open }) => {
  await open('what-now-whatsapp');
  const check = page.getByRole('listitem', { name: 'Does it work?' });
  await page.getByRole('button', { name: 'Open WhatsApp' }).click();
  await expect(check).toContainText('Waiting for the first sign of WhatsApp');
  expect(await callsOf(page)).toContainEqual({ command: 'openWindow', args: { messenger: 'whatsapp' } });
  await show(page, seen('telegram'));
  await expect(check).toContainText('Waiting for the first sign of WhatsApp');
  await show(page, seen('whatsapp'));
  await expect(check).toContainText('It works: we see WhatsApp’s own traffic.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are using WhatsApp');
});

test('what to try is told when nothing is seen for a minute, and goes away when it is', async ({
  page,
  open,
}) => {
  await page.clock.install();
  await open('what-now-whatsapp');
  await page.clock.fastForward(50_000);
  await page.getByRole('button', { name: 'Open WhatsApp' }).click();
  await expect(page.getByText('It was handed over')).toBeVisible();
  await page.clock.fastForward(50_000);
  await expect(page.getByText('Nothing of WhatsApp has passed here yet')).toBeHidden();
  await page.clock.fastForward(11_000);
  await expect(page.getByText('Nothing of WhatsApp has passed here yet')).toBeVisible();
  await page.getByRole('button', { name: 'Search again' }).click();
  expect(await commandsOf(page)).toContain('connect');
  await show(page, seen('whatsapp'));
  await expect(page.getByText('Nothing of WhatsApp has passed here yet')).toBeHidden();
});

test('who is not linked learns how, also with the phone cut off', async ({ page, open }) => {
  await open('what-now-whatsapp');
  await expect(page.getByText('Linked devices')).toBeHidden();
  await page.getByRole('button', { name: 'No, not yet' }).click();
  await expect(page.getByText('Linked devices')).toBeVisible();
  await page.getByText('My phone is cut off too').click();
  await expect(page.getByText('14 days')).toBeVisible();
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(page.getByText('Linked devices')).toBeHidden();
});

test('Signal gets one line to copy, with the port of now', async ({ page, open, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open('what-now-signal-linux');
  await page.getByRole('button', { name: 'Copy' }).first().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    'HTTPS_PROXY=http://127.0.0.1:47100 signal-desktop',
  );
});

test('Telegram that does not come up falls back to steps by hand', async ({ page, open }) => {
  await open('what-now-telegram-no-program');
  await page.getByRole('button', { name: 'Open Telegram with Footbridge' }).click();
  await expect(page.getByText('No program on this computer took it')).toBeVisible();
  expect(await callsOf(page)).toContainEqual({ command: 'openApp', args: { messenger: 'telegram' } });
  await page.getByText('In the Telegram program, as an MTProto proxy').click();
  await page.getByRole('button', { name: 'Open Telegram with Footbridge' }).last().click();
  await expect
    .poll(() => callsOf(page))
    .toContainEqual({ command: 'openApp', args: { messenger: 'telegram', by: 'mtproto' } });
  await page.getByText('In the Telegram program, by hand').click();
  await expect(page.getByText('47100', { exact: true }).last()).toBeVisible();
  await expect(page.getByText('Connection type')).toBeVisible();
});

test('Signal that runs already has to be quit first, and nothing is ticked', async ({ page, open }) => {
  await open('what-now-signal-quit-first');
  const button = page.getByRole('button', { name: 'Open Signal with Footbridge' });
  await button.click();
  await expect(page.getByText('Signal is open already')).toBeVisible();
  await expect(page.getByText('Quit Signal fully').first()).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Does it work?' })).not.toContainText('Waiting');
  await expect(button).toBeEnabled();
});

test('messages, pictures and calls are told apart, and calls are not promised', async ({ page, open }) => {
  await open('what-now-telegram-partly');
  const rows = page.getByRole('region', { name: 'What gets through now' }).locator('dl > div');
  await expect(rows).toHaveText([/Messages\s*Gets through/, /No way through yet/, /Not through a proxy/]);
});

test('the keyboard alone is enough', async ({ page, open }) => {
  await open('what-now-whatsapp');
  const press = async (name: string) => {
    const button = page.getByRole('button', { name, exact: true });
    for (let count = 0; count < 30; count += 1) {
      if (await button.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await press('Yes');
  await press('Open WhatsApp');
  const told = (await commandsOf(page)).filter((command) => command !== 'findApps');
  expect(told).toEqual(['openWindow']);
  await press('Show the steps for Telegram');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One last step for Telegram');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});
