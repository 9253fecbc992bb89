import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createPerson } from './person-with-footbridge.ts';

const ERASED_MS = 2_000;
/** How long a program of ours takes to start where nothing else runs: a busy machine is given as much more as it takes longer. */
const START_MS = 200;

for (const by of ['the page', 'a command'] as const) {
  test(`${by} erases everything: a link, a connection, the key in the keyring, and what other days left (S3)`, async ({
    page,
  }) => {
    const person = await createPerson();
    try {
      const before = person.footprints();
      const starting = performance.now();
      expect(await person.run('--version').ended).toBe(0);
      const limit = ERASED_MS * Math.max(1, (performance.now() - starting) / START_MS);

      const own = await person.openPage();
      await page.goto(own.address);
      await page.getByRole('button', { name: 'My ways' }).click();
      await page.getByRole('button', { name: 'Add a way' }).first().click();
      await page.getByRole('textbox').fill(person.link);
      await page.getByRole('button', { name: 'Look at it' }).click();
      await page.getByRole('button', { name: 'Yes, use it' }).click();
      await expect.poll(person.keys).toHaveLength(1);
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('switch', { name: 'Open Footbridge when the computer starts' }).click();
      const atLogin = () => existsSync(join(person.config, 'autostart', 'footbridge-page.desktop'));
      await expect.poll(atLogin).toBe(true);
      const connect = person.run('connect');
      await expect.poll(() => existsSync(join(person.home, `terminal-${connect.pid}.json`))).toBe(true);
      person.leaveTraces();
      expect(person.footprints().length).toBeGreaterThan(before.length + 20);

      await page.getByRole('button', { name: 'Erase everything…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox').check();
      const from = performance.now();
      if (by === 'the page') await dialog.getByRole('button', { name: 'Erase everything now' }).click();
      else expect(await person.run('erase', '--yes').ended).toBe(0);
      expect(await Promise.all([own.ended, connect.ended])).toEqual([0, 0]);
      const took = performance.now() - from;
      expect(person.footprints()).toEqual(before);
      expect(person.keys()).toEqual([]);
      process.stdout.write(`erased by ${by} in ${Math.round(took)} ms (here at most ${Math.round(limit)})\n`);
      expect(took).toBeLessThan(limit);
    } finally {
      await person.dispose();
    }
  });
}

test('where no engine starts the page erases everything all the same (S3)', async ({ page }) => {
  const person = await createPerson();
  try {
    const before = person.footprints();
    person.breakProgram();
    const own = await person.openPage();
    person.leaveTraces();
    await page.goto(own.address);
    await expect(page.getByText('controls.json')).toBeVisible();
    await page.getByRole('button', { name: 'Erase everything…' }).click();
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Erase everything now' }).click();
    expect(await own.ended).toBe(0);
    expect(person.footprints()).toEqual(before);
  } finally {
    await person.dispose();
  }
});
