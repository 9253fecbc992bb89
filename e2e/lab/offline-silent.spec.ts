import { expect } from '@playwright/test';
import { wordsIn } from '../words.ts';
import { welcome } from './journey.ts';
import { type ShellName, test } from './shells.ts';

test.setTimeout(120_000);
const t = wordsIn('en');
const shells: readonly ShellName[] = ['web', 'electron'];

for (const shell of shells) {
  test(`${shell}: where the internet is shut down it is said, and led to what works nearby`, async ({
    openShell,
  }) => {
    const { page } = await openShell(shell);
    await welcome(page, t);
    const help = page.getByRole('button', { name: t('home.no-way'), exact: true });
    await help.first().click({ timeout: 40_000 });
    await expect(page.getByText('Bitchat').first()).toBeVisible();
    await expect(page.getByText('Briar').first()).toBeVisible();
    await expect(page.getByText(t('no-way.nearby-title')).first()).toBeVisible();
  });
}
