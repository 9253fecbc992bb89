import { expect, type Page } from '@playwright/test';
import { CONTENT_POLICY } from '../electron/content-policy.ts';
import { on } from '../renderer/gallery/fixtures.ts';
import { BLOCKED } from '../renderer/gallery/messengers.ts';
import { pageHeaders } from '../web/page-headers.ts';
import { axeFindings } from './axe.ts';
import { failWith, holdAnswer, tracksOf, withCamera } from './camera.ts';
import { callsOf, commandsOf, show, test } from './living.ts';

const LINK = 'socks5://vera:correct-horse@bridge.example.net:1080';
const seesCode = withCamera(LINK, 'allow');
const seesPaper = withCamera('', 'allow');
const isRefused = withCamera(LINK, 'deny');

const scanButton = (page: Page) => page.getByRole('button', { name: 'Scan a code with the camera' });

async function startLooking(page: Page): Promise<void> {
  await scanButton(page).click();
  await expect(page.getByText('Hold the code still inside the frame')).toBeVisible();
  expect(await tracksOf(page)).toEqual(['video live']);
}

for (const [shell, headers] of [
  ['web shell', (host: string) => pageHeaders(host)],
  ['window', () => ({ 'Content-Security-Policy': CONTENT_POLICY })],
] as const) {
  seesCode(`a code held up to the camera is read, under the ${shell}'s policies`, async ({ page, open }) => {
    const problems: string[] = [];
    page.on('console', (message) => {
      if (/content.security.policy|permissions.policy/i.test(message.text())) problems.push(message.text());
    });
    await page.route('**/*', async (route) => {
      const response = await route.fetch();
      const { host } = new URL(route.request().url());
      await route.fulfill({ response, headers: { ...response.headers(), ...headers(host) } });
    });
    await open('no-way-proposal');
    expect(await tracksOf(page)).toEqual([]);
    await scanButton(page).click();
    const card = page.getByRole('article', { name: 'A SOCKS server' });
    await expect(card).toContainText('bridge.example.net:1080');
    await expect(page.getByRole('heading', { name: 'This is what stands in it' })).toBeFocused();
    await expect(page.getByRole('textbox')).toHaveValue(LINK);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await callsOf(page)).toContainEqual({ command: 'describeLinks', args: { text: LINK } });
    expect(await commandsOf(page)).toEqual(['describeLinks']);
    expect(await tracksOf(page)).toEqual(['video ended']);
    expect(problems).toEqual([]);
  });
}

seesCode('the web shell allows its page the camera and nothing to hear with', async ({ page, open }) => {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), ...pageHeaders('127.0.0.1') } });
  });
  await open('no-way');
  const answers = await page.evaluate(() =>
    Promise.all(
      [{ video: true }, { audio: true }, { audio: true, video: true }].map((wanted) =>
        navigator.mediaDevices.getUserMedia(wanted).then(
          (stream) => stream.getTracks().map(({ kind }) => kind),
          (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
        ),
      ),
    ),
  );
  expect(answers).toEqual([['video'], 'NotAllowedError', ['video']]);
});

seesCode('what was typed stays when a code is read', async ({ page, open }) => {
  await open('no-way-proposal');
  await page.getByRole('textbox').fill('half a li');
  await scanButton(page).click();
  await expect(page.getByRole('article')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveValue('half a li');
});

isRefused('a refused camera is said in words, and a photo helps', async ({ page, open }) => {
  await open('no-way');
  await scanButton(page).click();
  const dialog = page.getByRole('dialog', { name: 'The camera is off' });
  await expect(dialog.getByRole('status')).toContainText('The camera may not be used here');
  await expect(dialog).toContainText('take a photo of the code');
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByRole('status')).toContainText('The camera may not be used here');
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Open a picture or a file' }).click();
  await chooser;
  await expect(dialog).toHaveCount(0);
  expect(await tracksOf(page)).toEqual([]);
});

for (const [name, words] of [
  ['NotFoundError', 'No camera was found'],
  ['NotReadableError', 'Perhaps another program is using it'],
  ['AbortError', 'The camera gave no picture'],
] as const) {
  seesPaper(`a camera that fails with ${name} is said so in words`, async ({ page, open }) => {
    await open('no-way');
    await failWith(page, name);
    await scanButton(page).click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText(words);
  });
}

seesPaper.describe('the camera goes off', () => {
  for (const [how, act] of [
    ['cancel', (page: Page) => page.getByRole('button', { name: 'Cancel' }).click()],
    ['Escape', (page: Page) => page.keyboard.press('Escape')],
  ] as const) {
    seesPaper(`after ${how}, and the focus goes back`, async ({ page, open }) => {
      await open('no-way');
      await startLooking(page);
      await act(page);
      await expect(page.getByRole('dialog')).toHaveCount(0);
      expect(await tracksOf(page)).toEqual(['video ended']);
      await expect(scanButton(page)).toBeFocused();
      expect(await commandsOf(page)).toEqual([]);
    });
  }

  seesPaper('when the view is left', async ({ page, open }) => {
    await open('no-way');
    await startLooking(page);
    await show(page, on({ messengers: [...BLOCKED], network: { cause: 'offline' } }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This computer is not connected');
    expect(await tracksOf(page)).toEqual(['video ended']);
  });

  seesPaper('when the person turns to another window, and comes on again', async ({ page, open }) => {
    await open('no-way');
    await startLooking(page);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    const status = page.getByRole('dialog').getByRole('status');
    await expect(status).toContainText('because you went to another window');
    expect(await tracksOf(page)).toEqual(['video ended']);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(status).toContainText('Hold the code still');
    expect(await tracksOf(page)).toEqual(['video ended', 'video live']);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await tracksOf(page)).toEqual(['video ended', 'video ended']);
  });

  seesPaper('when it was allowed only after the cancel', async ({ page, open }) => {
    await open('no-way');
    await holdAnswer(page);
    await scanButton(page).click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('Switching the camera on');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.evaluate(() => window.answer?.());
    await expect.poll(() => tracksOf(page)).toEqual(['video ended']);
  });

  seesPaper('after two minutes', async ({ page, open }) => {
    await page.clock.install();
    await open('no-way');
    await startLooking(page);
    await page.clock.fastForward(120_000);
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('for two minutes');
    expect(await tracksOf(page)).toEqual(['video ended']);
  });
});

seesPaper('the keyboard alone is enough, and axe finds nothing', async ({ page, open }) => {
  await open('no-way');
  await scanButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('Hold the code still');
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('where there is no camera, none is offered', async ({ page, open }) => {
  await open('no-way');
  await expect(page.getByRole('button', { name: 'Open a picture or a file' })).toBeVisible();
  expect(await page.evaluate(() => navigator.mediaDevices.enumerateDevices())).toEqual([]);
  await expect(scanButton(page)).toHaveCount(0);
});
