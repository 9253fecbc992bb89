import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeCameraFilm } from './camera-film.ts';
import { CHROMIUM } from './chromium.ts';
import { test as screen } from './living.ts';
import { removeFolder } from './remove-folder.ts';

declare global {
  interface Window {
    /** Every track that a camera gave to the page. */
    tracks?: MediaStreamTrack[];
    /** Lets the person's answer to the question for the camera through, once it is held. */
    answer?: () => void;
  }
}

/** A test of a screen on a computer whose camera sees a code, or a blank sheet where the text is empty. */
export function withCamera(text: string, answer: 'allow' | 'deny') {
  return screen.extend({
    launchOptions: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
      async ({}, use) => {
        const folder = mkdtempSync(join(tmpdir(), 'footbridge-film-'));
        const film = join(folder, 'code.y4m');
        writeCameraFilm(film, text);
        const camera = [
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-video-capture=${film}`,
          `--use-fake-ui-for-media-stream${answer === 'deny' ? '=deny' : ''}`,
        ];
        await use({ ...CHROMIUM, args: [...(CHROMIUM.args ?? []), ...camera] });
        await removeFolder(folder);
      },
      { scope: 'worker' },
    ],
    page: async ({ page }, use) => {
      await page.addInitScript(rememberTracks);
      await use(page);
    },
  });
}

/** Runs in the page, before it. */
function rememberTracks(): void {
  const tracks: MediaStreamTrack[] = [];
  window.tracks = tracks;
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    tracks.push(...stream.getTracks());
    return stream;
  };
}

/** What the page got of cameras and microphones so far, and whether it is still on. */
export function tracksOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (window.tracks ?? []).map(({ kind, readyState }) => `${kind} ${readyState}`));
}

/** Lets the camera come on only when `window.answer` is called. */
export async function holdAnswer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    const held = new Promise<void>((resolve) => {
      window.answer = resolve;
    });
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      await held;
      return ask(wanted);
    };
  });
}

/** Makes asking for the camera fail as the browser would. */
export async function failWith(page: Page, name: string): Promise<void> {
  await page.evaluate((given) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', given));
  }, name);
}
