import { expect } from '@playwright/test';
import QRCode from 'qrcode';
import { wordsIn } from '../words.ts';
import { heading, openWhatsApp, portOf, welcome } from './journey.ts';
import { type ShellName, test } from './shells.ts';

test.setTimeout(120_000);
const t = wordsIn('en');
/** The lab's server of a friend (lab/world/plan.ts). */
const LINK = 'socks5://95.216.40.10:1080';
const SHADOWSOCKS =
  'ss://Y2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTpzZWNyZXQtb2YtdGhlLWxhYg@95.216.40.10:8388/?outline=1#From%20a%20friend';
const shells: readonly ShellName[] = ['web', 'electron'];

for (const shell of shells) {
  test(`${shell}: no way is found, a friend's link is pasted, and WhatsApp works`, async ({
    openShell,
    through,
  }) => {
    const { page } = await openShell(shell, { width: 800, height: 600 });
    await welcome(page, t);
    const help = page.getByRole('button', { name: t('home.no-way-for', { name: 'WhatsApp' }) });
    await help.click({ timeout: 30_000 });
    const box = page.getByRole('textbox');

    await box.fill('ssr://eyJ2IjoiMiJ9');
    await page.getByRole('button', { name: t('no-way.look') }).click();
    await expect(page.getByText(t('no-way.problem-unsupported-scheme', { scheme: 'ssr' }))).toBeVisible();
    await expect(box).toHaveValue('ssr://eyJ2IjoiMiJ9');

    await box.fill(`Here it is: \n${LINK}\n Good luck!`);
    await page.getByRole('button', { name: t('no-way.look') }).click();
    await expect(page.getByText('95.216.40.10:1080', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: t('no-way.yes') }).click();
    await expect(page.getByRole('heading', { name: t('no-way.works-heading') })).toBeVisible({
      timeout: 40_000,
    });

    const menu = page.getByRole('navigation', { name: t('common.nav') });
    await menu.getByText(t('common.nav-home')).click();
    await expect(heading(page, t('home.title-works'))).toBeVisible();
    await openWhatsApp(await through(await portOf(page, t)));
  });
}

test('a Shadowsocks link in a picture is read and works', async ({ openShell, through }) => {
  const { page } = await openShell('web');
  await welcome(page, t);
  const help = page.getByRole('button', { name: t('home.no-way-for', { name: 'WhatsApp' }) });
  await help.click({ timeout: 30_000 });
  const picture = await QRCode.toBuffer(SHADOWSOCKS, { width: 480 });
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await expect(page.getByText('95.216.40.10:8388', { exact: true })).toBeVisible();
  await expect(page.getByText('secret-of-the-lab')).toBeHidden();
  await page.getByRole('button', { name: t('no-way.yes') }).click();
  await expect(page.getByRole('heading', { name: t('no-way.works-heading') })).toBeVisible({
    timeout: 40_000,
  });
  await openWhatsApp(await through(await portOf(page, t)));
});
