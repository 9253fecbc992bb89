import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { faultsOf } from '../../core/report/ooni/schema.ts';
import { unzip } from '../../core/report/testing/unzip.ts';
import type { Words } from '../words.ts';

/** Longer than any search in the lab takes on a busy machine. Milliseconds. */
const SEARCH_MS = 30_000;

/** The first steps, until the search has begun. */
export async function welcome(page: Page, t: Words): Promise<void> {
  await page.getByRole('button', { name: t('common.next') }).click();
  await page.getByRole('button', { name: t('common.next') }).click();
  await page.getByRole('button', { name: t('welcome.go') }).click();
}

export const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text });

/** Resolves when everything has a way. */
export async function connected(page: Page, t: Words): Promise<void> {
  await expect(heading(page, t('home.title-works'))).toBeVisible({ timeout: SEARCH_MS });
}

/** The local proxy's port, read where a person would read it: in Details. */
export async function portOf(page: Page, t: Words): Promise<number> {
  const menu = page.getByRole('navigation', { name: t('common.nav') });
  await menu
    .getByRole('link', { name: t('common.nav-details') })
    .or(menu.getByRole('button', { name: t('common.nav-details') }))
    .click();
  const address = page.getByText(/127\.0\.0\.1:\d+/).first();
  await expect(address).toBeVisible();
  const [, port] = /127\.0\.0\.1:(\d+)/.exec((await address.textContent()) ?? '') ?? [];
  await menu
    .getByRole('link', { name: t('common.nav-home') })
    .or(menu.getByRole('button', { name: t('common.nav-home') }))
    .click();
  return Number(port);
}

/** Opens the lab's WhatsApp Web in a browser of its own: the real page by its title. */
export async function openWhatsApp(browser: Page): Promise<void> {
  await browser.goto('https://web.whatsapp.com/');
  await expect(browser).toHaveTitle('web.whatsapp.com in the lab');
}

/** Talks to WhatsApp as its page does, on its WebSocket: a hello, then something every two seconds until it has been ten. */
export async function chat(browser: Page): Promise<void> {
  const { publicKey } = generateKeyPairSync('x25519');
  const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  // "WA", the version, then a client hello with its length before it (protobuf).
  const hello = Buffer.concat([Buffer.from([0x57, 0x41, 6, 3, 0, 0, 36, 0x12, 34, 0x0a, 32]), key]);
  await browser.evaluate(
    async ({ first, pauses }) => {
      const socket = new WebSocket('wss://web.whatsapp.com/ws/chat');
      socket.binaryType = 'arraybuffer';
      const heard = () =>
        new Promise<void>((resolve, reject) => {
          socket.onmessage = () => resolve();
          socket.onclose = () => reject(new Error('closed'));
        });
      await new Promise((resolve, reject) => {
        socket.onopen = resolve;
        socket.onerror = () => reject(new Error('not opened'));
      });
      for (let turn = 0; turn <= pauses; turn += 1) {
        if (turn > 0) await new Promise((resolve) => setTimeout(resolve, 2000));
        const answer = heard();
        socket.send(turn === 0 ? new Uint8Array(first) : `turn ${turn}`);
        await answer;
      }
    },
    { first: [...hello], pauses: 5 },
  );
}

/** Saves a report as a person would, from Home, and reads what the browser was given; each line of it fits OONI's format. */
export async function saveReport(page: Page, t: Words): Promise<readonly string[]> {
  await page.getByRole('button', { name: t('send.title') }).click();
  await expect(heading(page, t('send.title'))).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: t('send.save'), exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^footbridge-report-.*\.zip$/);
  const files = unzip(readFileSync(await download.path()));
  const lines = files.get('measurements.jsonl')?.toString('utf8').trim().split('\n') ?? [];
  expect(lines.flatMap((line) => faultsOf(JSON.parse(line)))).toEqual([]);
  await page.getByRole('button', { name: t('common.back') }).click();
  return lines;
}
