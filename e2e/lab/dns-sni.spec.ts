import { expect } from '@playwright/test';
import { wordsIn } from '../words.ts';
import { chat, connected, heading, openWhatsApp, portOf, welcome } from './journey.ts';
import { type ShellName, test } from './shells.ts';

test.setTimeout(120_000);
const shells: readonly ShellName[] = ['web', 'electron'];
const t = wordsIn('en');

for (const shell of shells) {
  test(`${shell}: from the first start to WhatsApp in use, and back`, async ({ openShell, through }) => {
    const { page } = await openShell(shell);
    await welcome(page, t);
    await expect(heading(page, t('home.title-searching'))).toBeVisible();
    await expect(page.getByText(t('home.doing')).first()).toBeVisible();
    await connected(page, t);
    const port = await portOf(page, t);

    const browser = await through(port);
    await openWhatsApp(browser);
    await page.getByRole('button', { name: t('home.what-now-for', { name: 'WhatsApp' }) }).click();
    const seen = page.getByText(t('what-now.check-seen', { name: 'WhatsApp' }));
    // A page that was loaded is not a conversation.
    await expect(seen).toBeHidden();
    await chat(browser);
    await expect(seen).toBeVisible();

    await page.getByRole('button', { name: t('common.back') }).click();
    await page.getByRole('button', { name: t('home.button-disconnect') }).click();
    await expect(heading(page, t('home.title-off'))).toBeVisible();
    await expect(browser.goto('https://web.whatsapp.com/')).rejects.toThrow('ERR_PROXY_CONNECTION_FAILED');
  });

  test(`${shell}: an engine that is killed comes back with its ways, on the same port`, async ({
    openShell,
    through,
  }) => {
    const { page, killEngine } = await openShell(shell);
    await welcome(page, t);
    await connected(page, t);
    const port = await portOf(page, t);
    killEngine();
    await expect(heading(page, t('home.title-works'))).toBeHidden();
    await connected(page, t);
    expect(await portOf(page, t)).toBe(port);
    await openWhatsApp(await through(port));
  });
}

test('a search is called off at any moment', async ({ openShell }) => {
  const { page } = await openShell('web');
  await welcome(page, t);
  await page.getByRole('button', { name: t('home.button-stop') }).click();
  await expect(heading(page, t('home.title-off'))).toBeVisible();
});
