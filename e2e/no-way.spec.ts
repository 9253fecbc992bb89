import { expect } from '@playwright/test';
import QRCode from 'qrcode';
import type { KnownState } from '../core/contract.ts';
import { known, NOW, on } from '../renderer/gallery/fixtures.ts';
import { BLOCKED, PARTLY, SEARCHING_EARLY } from '../renderer/gallery/messengers.ts';
import { callsOf, commandsOf, show, test } from './living.ts';

const LINK = 'socks5://vera:correct-horse@bridge.example.net:1080';
const searching: KnownState = {
  phase: 'searching',
  startedAt: NOW,
  found: 1,
  wanted: 9,
  doing: [],
  ...known({ messengers: [...SEARCHING_EARLY] }),
};

test('a pasted link is shown, contacted only after the yes, and tried', async ({ page, open }) => {
  await open('no-way-proposal');
  await page.getByRole('textbox').fill(LINK);
  await page.getByRole('button', { name: 'Look at it' }).click();
  const card = page.getByRole('article', { name: 'A SOCKS server' });
  await expect(card).toContainText('bridge.example.net:1080');
  await expect(card).toContainText('Its owner can see which messengers you use');
  expect(await callsOf(page)).toContainEqual({ command: 'describeLinks', args: { text: LINK } });
  expect(await commandsOf(page)).toEqual(['describeLinks']);
  await card.getByRole('button', { name: 'Yes, use it' }).click();
  await expect(page.getByRole('heading', { name: 'Trying it now' })).toBeFocused();
  expect((await commandsOf(page)).slice(1)).toEqual(['acceptProposals', 'connect']);
  await show(page, searching);
  await expect(page.getByText('1 of 9 have a way')).toBeVisible();
  await show(page, on({ messengers: [...PARTLY] }));
  await expect(page.getByText('WhatsApp and Telegram have a way')).toBeVisible();
  await page.getByRole('button', { name: 'What to do now for WhatsApp' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('One last step for WhatsApp');
});

test('a server that does not help is said so, and nothing typed is lost', async ({ page, open }) => {
  await open('no-way-proposal');
  await page.getByRole('textbox').fill(LINK);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('button', { name: 'Yes, use it' }).click();
  await show(page, searching);
  await expect(page.getByText('1 of 9 have a way')).toBeVisible();
  await show(page, on({ messengers: [...BLOCKED] }));
  await expect(page.getByText('No messenger answered through it')).toBeVisible();
  await page.getByRole('button', { name: 'Add another one' }).click();
  await expect(page.getByRole('textbox')).toHaveValue(LINK);
});

test('a no contacts nobody', async ({ page, open }) => {
  await open('no-way-several');
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('button', { name: 'No', exact: true }).first().click();
  await expect(page.getByRole('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.getByText('Nobody was contacted.')).toBeVisible();
  expect(await commandsOf(page)).toEqual(['describeLinks']);
});

test('one no puts many aside together', async ({ page, open }) => {
  await open('no-way-many');
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText('Lines that cannot be used: 6')).toBeVisible();
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.getByText('Nobody was contacted.')).toBeVisible();
  expect(await commandsOf(page)).toEqual(['describeLinks']);
});

test('a list is asked for only after the yes, and what went wrong is said', async ({ page, open }) => {
  await open('no-way-list');
  await page.getByRole('textbox').fill('https://keys.example.net/s/t0ken');
  await page.getByRole('button', { name: 'Look at it' }).click();
  const card = page.getByRole('article', { name: 'The address of a list of servers' });
  await expect(card).toContainText('fetches the list from keys.example.net');
  expect(await commandsOf(page)).toEqual(['describeLinks']);
  await card.getByRole('button', { name: 'Yes, fetch it' }).click();
  await expect(page.getByText('Nobody answered at')).toBeVisible();
  expect(await callsOf(page)).toContainEqual({ command: 'fetchList', args: { token: 'list-1' } });
  expect(await commandsOf(page)).toEqual(['describeLinks', 'fetchList']);
  await expect(page.getByRole('textbox')).toHaveValue('https://keys.example.net/s/t0ken');
});

test.describe('a picture of a code', () => {
  const file = async (width: number) => ({
    name: 'code.png',
    mimeType: 'image/png',
    buffer: await QRCode.toBuffer(LINK, { width }),
  });

  for (const width of [148, 400, 2400]) {
    test(`of ${width} pixels is read from a file`, async ({ page, open }) => {
      await open('no-way-proposal');
      await page.locator('input[type="file"]').setInputFiles(await file(width));
      await expect(page.getByRole('article')).toBeVisible();
      expect(await callsOf(page)).toContainEqual({ command: 'describeLinks', args: { text: LINK } });
      await expect(page.getByRole('textbox')).toHaveValue(LINK);
    });
  }

  for (const kind of ['paste', 'drop'] as const) {
    test(`is read from a ${kind}, and what was typed stays`, async ({ page, open }) => {
      await open('no-way-proposal');
      const { buffer } = await file(400);
      await page.getByRole('textbox').fill('half a li');
      await page.getByRole('textbox').evaluate(
        (field, { kind, bytes }) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], 'code.png', { type: 'image/png' }));
          const event =
            kind === 'paste'
              ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
              : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
          field.dispatchEvent(event);
        },
        { kind, bytes: [...buffer] },
      );
      await expect(page.getByRole('article')).toBeVisible();
      expect(await callsOf(page)).toContainEqual({ command: 'describeLinks', args: { text: LINK } });
      await expect(page.getByRole('textbox')).toHaveValue('half a li');
    });
  }

  test('without one, or too large, or of a strange kind is refused in words', async ({ page, open }) => {
    await open('no-way');
    const gif = (width: number) => Buffer.from([...Buffer.from('GIF89a'), width & 255, width >> 8, 255, 255]);
    const input = page.locator('input[type="file"]');
    const blank = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    });
    for (const [buffer, mimeType, words] of [
      [Buffer.from(blank, 'base64'), 'image/png', 'No code was found in this picture'],
      [gif(65_535), 'image/gif', 'This picture is too large'],
      [gif(10), 'image/gif', 'This picture cannot be opened'],
      [Buffer.from([0xff, 0xfe, 0]), 'application/zip', 'This file holds no text and no picture'],
    ] as const) {
      await input.setInputFiles({ name: 'file', mimeType, buffer });
      await expect(page.getByRole('alert')).toContainText(words);
    }
    expect(await commandsOf(page)).toEqual([]);
  });
});

test('a wrong link gets clear words, and stays to be mended', async ({ page, open }) => {
  await open('no-way-wrong-link');
  await page.getByRole('textbox').fill('vmess://something@example.org:443');
  await page.getByRole('textbox').press('Tab');
  await page.getByRole('button', { name: 'Look at it' }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('This is a vmess link.');
  await expect(page.getByRole('alert')).toContainText('v2rayN');
  await expect(page.getByRole('textbox')).toHaveValue('vmess://something@example.org:443');
});

test('each wrong line of several is named', async ({ page, open }) => {
  await open('no-way-wrong-lines');
  await page.getByRole('textbox').fill('https://example.org\nexample.org\nfoo://x');
  await page.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText('Line 2')).toBeVisible();
  await expect(page.getByText('The port is missing')).toBeVisible();
});

test('a program on this computer is picked', async ({ page, open }) => {
  await open('no-way-programs');
  await page.getByRole('button', { name: 'Look for such programs' }).click();
  const card = page.getByRole('article', { name: 'Tor Browser on this computer' });
  await card.getByRole('button', { name: 'Yes, use it' }).click();
  expect(await callsOf(page)).toContainEqual({
    command: 'acceptProposals',
    args: { tokens: ['program-9150'] },
  });
  await expect(page.getByRole('heading', { name: 'Trying it now' })).toBeVisible();
});

test('a shutdown is told without a network, with what works nearby', async ({ page, open, context }) => {
  await open('no-way-shutdown');
  await context.setOffline(true);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing outside answers');
  await expect(page.getByRole('heading', { name: 'Briar' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Pass Footbridge on' })).toBeVisible();
  await page.getByRole('button', { name: 'Try again now' }).click();
  expect(await commandsOf(page)).toEqual(['connect']);
});

test('the keyboard alone is enough', async ({ page, open }) => {
  await open('no-way-proposal');
  await page.getByRole('textbox').focus();
  await page.keyboard.insertText(LINK);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'This is what stands in it' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Yes, use it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Trying it now' })).toBeFocused();
});

test('what was typed outlives a network that goes away', async ({ page, open }) => {
  await open('no-way');
  await page.getByRole('textbox').fill('half a li');
  await show(page, on({ messengers: [...BLOCKED], network: { cause: 'offline' } }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This computer is not connected');
  await show(page, on({ messengers: [...BLOCKED] }));
  await expect(page.getByRole('textbox')).toHaveValue('half a li');
});
