import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createHandOver, type HandOver, type HandOverView } from './hand-over.ts';

const WORDS = { language: 'fa', direction: 'rtl', title: 'پل <b>', lead: 'بگیرید' } as const;
const HOW_TO = { name: '../چگونه؟', text: 'یک\nدو' };
const CONTENT = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));

let root = '';
let handOver: HandOver | null = null;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'footbridge-hand-over-')));
  for (const folder of ['downloads', 'folder', 'mounts/STICK'])
    mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'downloads', 'Footbridge-1.0-linux.AppImage'), CONTENT);
  writeFileSync(join(root, 'downloads', 'holiday.zip'), 'private');
  writeFileSync(join(root, 'folder', 'briar.apk'), 'apk');
  symlinkSync('/etc/passwd', join(root, 'folder', 'passwd'));
});
afterEach(async () => {
  await handOver?.close();
  rmSync(root, { recursive: true, force: true });
});

/** Everything of it, with this computer's loopback in the place of a network. */
function setUp(mayAsk: (address: string) => boolean = () => true) {
  const clock = createFakeClock();
  const views: HandOverView[] = [];
  let addresses = ['127.0.0.1'];
  const opened = createHandOver({
    places: { installers: [join(root, 'downloads'), join(root, 'missing')], folder: join(root, 'folder') },
    drives: { platform: 'linux', env: {}, mounts: [join(root, 'mounts')] },
    ...{ clock, random: createSeededRandom(), addresses: () => addresses, mayAsk },
    onChange: (view) => views.push(view),
  });
  handOver = opened;
  const wifi = () => views.at(-1)?.wifi ?? null;
  return {
    ...{ opened, clock, views, wifi },
    move: (next: string[]) => {
      addresses = next;
    },
    /** Offers everything there is; the address of the page. */
    async start(): Promise<string> {
      const { files } = await opened.look();
      expect(
        await opened.start(
          files.map(({ id }) => id),
          WORDS,
        ),
      ).toBe('begun');
      await expect.poll(() => wifi()?.stage, { interval: 5 }).toBe('open');
      const now = wifi();
      return now?.stage === 'open' ? (now.urls[0] ?? '') : '';
    },
  };
}

function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; body: Buffer; headers: Record<string, unknown> }>(
    (resolve, reject) => {
      request(url, { agent: false, headers, method }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts),
            headers: response.headers,
          }),
        );
        response.on('error', reject);
      })
        .on('error', reject)
        .end();
    },
  );
}

test('our own installers and what the person put there are offered, nothing else, and no link (O2)', async () => {
  const { opened } = setUp();
  const { files, folder, drives } = await opened.look();
  expect(files.map(({ name, size }) => [name, size])).toEqual([
    ['Footbridge-1.0-linux.AppImage', 100_000],
    ['briar.apk', 3],
  ]);
  expect([folder, drives.map(({ name }) => name)]).toEqual([join(root, 'folder'), ['STICK']]);
});

test('people beside us see a page, load files whole or in part, and can check them (O2)', async () => {
  const { start, wifi } = setUp();
  const url = await start();
  const page = (await get(url)).body.toString();
  expect(page).toContain('<html lang="fa" dir="rtl">');
  expect(page).toContain('پل &lt;b&gt;');
  const sum = createHash('sha256').update(CONTENT).digest('hex');
  expect(page).toContain(`SHA-256 ${sum}`);
  const file = new URL(/href="([^"]+AppImage)"/.exec(page)?.[1] ?? '', url).href;
  const whole = await get(file);
  expect([whole.status, whole.body.equals(CONTENT)]).toEqual([200, true]);
  const part = await get(file, { Range: 'bytes=99990-' });
  expect([part.status, part.body.equals(CONTENT.subarray(99_990))]).toEqual([206, true]);
  expect(part.headers['content-range']).toBe('bytes 99990-99999/100000');
  expect((await get(file, { Range: 'bytes=100000-' })).status).toBe(416);
  // Somebody who had begun with another file starts anew.
  expect((await get(file, { Range: 'bytes=1-', 'If-Range': '"other"' })).status).toBe(200);
  expect((await get(file, {}, 'HEAD')).body).toHaveLength(0);
  const apk = await get(new URL(/href="([^"]+apk)"/.exec(page)?.[1] ?? '', url).href);
  expect(apk.headers['content-type']).toBe('application/vnd.android.package-archive');
  await expect.poll(() => wifi()).toMatchObject({ stage: 'open', loading: 0, loaded: 4 });
});

test('who does not know the address gets nothing, and after a hundred tries no answer either (O2)', async () => {
  const { start } = setUp();
  const url = await start();
  const { origin } = new URL(url);
  for (let attempt = 0; attempt <= 100; attempt++)
    expect((await get(`${origin}/aaaaaaaa/`)).status).toBe(404);
  await expect(get(url)).rejects.toThrow();
});

test('whoever is not in a private network is not even heard (O1)', async () => {
  const { start } = setUp(() => false);
  await expect(get(await start())).rejects.toThrow();
});

test('one address holds at most eight connections (O2)', async () => {
  const { start } = setUp();
  const { port } = new URL(await start());
  const sockets = Array.from({ length: 12 }, () => connect(Number(port), '127.0.0.1'));
  const closed = sockets.map(
    (socket) =>
      new Promise<void>((resolve) => void socket.on('error', () => undefined).once('close', () => resolve())),
  );
  let count = 0;
  for (const one of closed) void one.then(() => (count += 1));
  await expect.poll(() => count).toBe(4);
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
});

test('a file that was changed after it was listed is not given as the one that was checked', async () => {
  const { start } = setUp();
  const url = await start();
  const page = (await get(url)).body.toString();
  appendFileSync(join(root, 'folder', 'briar.apk'), 'x');
  expect((await get(new URL(/href="([^"]+apk)"/.exec(page)?.[1] ?? '', url).href)).status).toBe(404);
});

test('it stops within two seconds of another network, when it is told to, and after two hours (O1)', async () => {
  const { start, opened, clock, move, wifi } = setUp();
  const url = await start();
  move(['10.0.0.9']);
  await clock.advance(2_000);
  await expect.poll(() => wifi()).toEqual({ stage: 'ended', why: 'network' });
  await expect(get(url)).rejects.toThrow();
  move(['127.0.0.1']);
  await start();
  opened.stop();
  await expect.poll(() => wifi()).toBeNull();
  await start();
  await clock.advance(2 * 3_600_000);
  await expect.poll(() => wifi()).toEqual({ stage: 'ended', why: 'time' });
});

test('without a private network, and of files nobody knows, nothing is begun', async () => {
  const { opened, move } = setUp();
  const { files } = await opened.look();
  const ids = files.map(({ id }) => id);
  expect(await opened.start(['../../etc/passwd'], WORDS)).toBe('unknown');
  move([]);
  expect(await opened.start(ids, WORDS)).toBe('no-network');
  expect(await opened.copy(ids, 'nowhere', HOW_TO)).toBe('unknown');
});

test('a stick gets the files, their checksums and a how-to, in a folder of its own; what is there stays (O3)', async () => {
  const { opened, views } = setUp();
  const stick = join(root, 'mounts', 'STICK');
  mkdirSync(join(stick, 'Footbridge'));
  writeFileSync(join(stick, 'Footbridge', 'mine'), 'x');
  const { files, drives } = await opened.look();
  const begun = await opened.copy(
    files.map(({ id }) => id),
    drives[0]?.id ?? '',
    HOW_TO,
  );
  expect([begun, await opened.copy([], '', HOW_TO)]).toEqual(['begun', 'busy']);
  await expect
    .poll(() => views.at(-1)?.copy)
    .toEqual({ stage: 'copied', drive: 'STICK', folder: 'Footbridge 2' });
  const copy = join(stick, 'Footbridge 2');
  expect(readdirSync(copy).sort()).toEqual(
    ['Footbridge-1.0-linux.AppImage', 'SHA256SUMS.txt', 'briar.apk', 'چگونه.txt'].sort(),
  );
  const apk = createHash('sha256').update('apk').digest('hex');
  expect(readFileSync(join(copy, 'SHA256SUMS.txt'), 'utf8')).toContain(`${apk}  briar.apk\n`);
  expect(readFileSync(join(copy, 'چگونه.txt'), 'utf8')).toBe('\uFEFFیک\r\nدو\r\n');
  expect(readdirSync(join(stick, 'Footbridge'))).toEqual(['mine']);
});
