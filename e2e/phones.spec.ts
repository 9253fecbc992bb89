import { expect } from '@playwright/test';
import type { KnownState } from '../core/contract.ts';
import { on } from '../renderer/gallery/fixtures.ts';
import { WORKING } from '../renderer/gallery/messengers.ts';
import { callsOf, show, test } from './living.ts';
import { readCode } from './read-code.ts';

const SHARED: Extract<KnownState['share'], { is: 'on' }> = {
  is: 'on',
  addresses: ['192.168.1.5'],
  whatsapp: { tls: 443, plain: 5222, media: 587 },
  telegram: { mtproto: 1443, socks: 1080 },
  isKept: false,
  devices: [
    ...[
      {
        id: 1,
        address: '192.168.1.23',
        name: 'Annas-iPhone',
        isBlocked: false,
        open: 4,
        up: 1,
        down: 2_599_999,
      },
    ].map((device) => ({ ...device, refused: 0 })),
  ],
  refused: 0,
  latest: [],
};
const sharing = (share: KnownState['share']) => on({ messengers: [...WORKING], share });

test('a phone is let in only after the yes, told what to type and to scan, shut out, and printed for', async ({
  page,
  open,
}) => {
  await open('phones-off');
  const shares = page.getByRole('switch', { name: 'Share with my phones' });
  await expect(shares).toBeDisabled();
  await show(page, sharing({ is: 'off', problem: null }));
  await show(page, sharing({ is: 'off', problem: 'no-network' }));
  await expect(page.getByText('so no phone can reach it')).toBeVisible();
  await shares.click();
  await show(page, sharing({ is: 'asking', reason: 'new-network' }));
  await expect(page.getByText('Is this network your own?')).toBeVisible();
  await page.getByRole('button', { name: 'Yes, share here' }).click();
  await show(page, sharing(SHARED));
  await expect(shares).toBeChecked();

  await expect(page.getByRole('region', { name: 'WhatsApp' })).toContainText('192.168.1.5');
  await expect(page.getByRole('region', { name: 'WhatsApp' })).toContainText('587');
  const codes = page.getByRole('img', { name: 'The link for Telegram as a picture' });
  const code = codes.first();
  expect(await readCode(code)).toMatch(/^tg:\/\/proxy\?server=192\.168\.1\.5&port=1443&secret=dd/);
  await page.getByText('It does not work?').click();
  await expect(page.getByText('could overhear its password')).toBeVisible();
  expect(await readCode(codes.last())).toMatch(/^tg:\/\/socks\?server=192\.168\.1\.5&port=1080&/);

  await expect(page.getByText('4 connections, 2.6 MB so far')).toBeVisible();
  await page.getByRole('button', { name: 'Block Annas-iPhone' }).click();
  await page.getByRole('switch', { name: 'Always share in this network' }).click();

  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.getByText('Who has come')).toBeHidden();
  await expect(code).toBeVisible();
  expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  await page.emulateMedia({ media: 'screen' });

  await show(page, sharing({ is: 'asking', reason: 'network-changed' }));
  await expect(code).toBeHidden();
  await page.getByRole('button', { name: 'No', exact: true }).click();
  const calls = (await callsOf(page)).filter(({ command }) => command !== 'about');
  expect(calls).toEqual([
    { command: 'sharePhones', args: { on: true, isSure: false, keep: false } },
    { command: 'sharePhones', args: { on: true, isSure: true, keep: false } },
    { command: 'phoneLink', args: {} },
    { command: 'blockDevice', args: { id: 1, on: true } },
    { command: 'sharePhones', args: { on: true, isSure: true, keep: true } },
    { command: 'sharePhones', args: { on: false, isSure: false, keep: false } },
  ]);
});
