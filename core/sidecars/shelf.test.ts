import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Engine, SidecarsManifest } from '../model/sidecar.ts';
import { type Run, runProgram } from '../system/run.ts';
import { engineOf, sidecarsManifest } from '../testing/bare-sidecars.ts';
import { findProgram } from '../testing/daemon.ts';
import { createSeededRandom } from '../testing/seeded-random.ts';
import { createEngineFinder } from './find.ts';
import type { GivenProgram } from './given-program.ts';
import { createShelf } from './shelf.ts';

const never = new AbortController().signal;
const PROGRAM = Buffer.from('\x7fELF\x02 what a program is made of', 'latin1');
const HASH = createHash('sha256').update(PROGRAM).digest('hex');

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'footbridge-shelf-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const engines = () => join(place, 'home', 'engines');
const xray: Engine = {
  ...{ id: 'xray', name: 'Xray', commands: ['xray'], versionArguments: ['version'], runArguments: [] },
  ...{ from: '1.8', before: '3', sha256: [], source: 'https://example.org/' },
};
const manifestOf = (more: Partial<Engine> = {}): SidecarsManifest => ({
  ...sidecarsManifest,
  engines: [
    { ...xray, ...more },
    { ...xray, id: 'tor', name: 'Tor', commands: ['tor'] },
  ],
  bridgeHelpers: [{ transports: ['obfs4'], commands: ['lyrebird'], source: 'https://example.org/' }],
});

/** A shelf on a computer where every program says this, and what was run there. */
function shelfWith(says: string | Error, manifest = manifestOf()) {
  const ran: string[] = [];
  const run: Run = async (command, args) => {
    ran.push([command, ...args].join(' '));
    if (typeof says !== 'string') throw says;
    return says;
  };
  const common = {
    folder: engines(),
    manifest,
    platform: 'linux' as const,
    env: {},
    random: createSeededRandom(),
  };
  return { shelf: createShelf({ ...common, run }), ran };
}

function put(name: string, content: Uint8Array = PROGRAM): string {
  const path = join(place, name);
  writeFileSync(path, content);
  return path;
}

async function taken(shelf: ReturnType<typeof createShelf>, path: string): Promise<GivenProgram> {
  const given = await shelf.look(path);
  if (!given.ok) throw new Error(given.fault);
  return given.program;
}

test('a file is read and described, and nothing of it is run before the yes (B10)', async () => {
  const { shelf, ran } = shelfWith('Xray 1.8.4');
  const program = await taken(shelf, put('Xray-linux-arm64'));
  expect(program).toMatchObject({ name: 'Xray', command: 'xray', bytes: PROGRAM.length, sha256: HASH });
  expect(program.isKnown).toBe(false);
  expect(ran).toEqual([]);
  expect(readdirSync(place)).toEqual(['Xray-linux-arm64']);
});

test('after the yes our own copy says what it is, is kept for this user alone, and is found (B10)', async () => {
  const { shelf, ran } = shelfWith('Xray 1.8.4 (Xray, Penetrates Everything.)');
  const program = await taken(shelf, put('xray'));
  expect(await shelf.keep(program, never)).toEqual({ ok: true, version: '1.8.4' });
  expect(ran).toEqual([expect.stringMatching(/engines\/given-[0-9a-f]{12} version$/)]);
  expect(readdirSync(engines())).toEqual(['xray']);
  expect(readFileSync(join(engines(), 'xray'))).toEqual(PROGRAM);
  if (process.platform !== 'win32')
    expect([engines(), join(engines(), 'xray')].map((path) => statSync(path).mode & 0o777)).toEqual([
      0o700, 0o700,
    ]);
  expect([await shelf.remove('xray'), await shelf.remove('xray'), readdirSync(engines())]).toEqual([
    true,
    false,
    [],
  ]);
});

test.each([
  ['other-version', 'Xray 1.7.9'],
  ['other-version', 'Xray 3.0'],
  ['something-else', 'Bartest 2.0.0'],
  ['something-else', ''],
  ['does-not-start', new Error('Exec format error')],
] as const)('nothing stays of one that turns out to be of no use: %s (B10)', async (fault, says) => {
  const { shelf } = shelfWith(says);
  expect(await shelf.keep(await taken(shelf, put('xray')), never)).toEqual({ ok: false, fault });
  expect(readdirSync(engines())).toEqual([]);
});

test('one that is kept already stays where a new one is of no use, and gives way to one that is', async () => {
  mkdirSync(engines(), { recursive: true });
  writeFileSync(join(engines(), 'xray'), 'the old one');
  writeFileSync(join(engines(), 'given-0123456789ab'), 'left by a power cut');
  const program = put('xray');
  const useless = shelfWith('Xray 1.0').shelf;
  await useless.keep(await taken(useless, program), never);
  expect(readFileSync(join(engines(), 'xray'), 'utf8')).toBe('the old one');
  const { shelf } = shelfWith('Xray 2.0');
  await shelf.keep(await taken(shelf, program), never);
  expect(readFileSync(join(engines(), 'xray'))).toEqual(PROGRAM);
  expect(readdirSync(engines())).toEqual(['xray']);
});

test('what bridges need is kept by its name alone: it is asked nothing', async () => {
  const { shelf, ran } = shelfWith('');
  expect(await shelf.keep(await taken(shelf, put('lyrebird')), never)).toEqual({ ok: true, version: null });
  expect([readdirSync(engines()), ran]).toEqual([['lyrebird'], []]);
});

test('a file that was exchanged between the look and the yes is not run (B10)', async () => {
  const { shelf, ran } = shelfWith('Xray 1.8.4');
  const program = await taken(shelf, put('xray'));
  put('xray', Buffer.concat([PROGRAM, PROGRAM]));
  expect(await shelf.keep(program, never)).toEqual({ ok: false, fault: 'changed' });
  expect([ran, readdirSync(engines())]).toEqual([[], []]);
});

test('where the right ones are known by their SHA-256, others are refused unread by anybody (B1)', async () => {
  const path = put('xray');
  const right = await shelfWith('', manifestOf({ sha256: [HASH] })).shelf.look(path);
  expect(right).toMatchObject({ ok: true, program: { isKnown: true } });
  const wrong = await shelfWith('', manifestOf({ sha256: ['0'.repeat(64)] })).shelf.look(path);
  expect(wrong).toEqual({ ok: false, fault: 'not-the-one' });
});

test.each([
  ['archive', 'xray.zip', Buffer.from('PK\x03\x04')],
  ['other-system', 'xray.exe', Buffer.from('MZ\x90')],
  ['no-program', 'xray', Buffer.from('#!/bin/sh\nrm -rf /\n')],
  ['no-program', 'xray', Buffer.alloc(0)],
  ['unknown-name', 'torrent', PROGRAM],
  ['unknown-name', 'setup', PROGRAM],
] as const)('what is no program of these is refused: %s (%s)', async (fault, name, content) => {
  expect(await shelfWith('').shelf.look(put(name, content))).toEqual({ ok: false, fault });
});

test('what is no file at all is refused, and a home that takes nothing is said', async () => {
  const { shelf } = shelfWith('Xray 1.8.4');
  expect(await shelf.look(place)).toEqual({ ok: false, fault: 'no-program' });
  expect(await shelf.look(join(place, 'nowhere'))).toEqual({ ok: false, fault: 'cannot-read' });
  const program = await taken(shelf, put('xray'));
  writeFileSync(join(place, 'home'), 'a file where a folder should be');
  expect(await shelf.keep(program, never)).toEqual({ ok: false, fault: 'cannot-save' });
});

test.skipIf(findProgram('v2ray') === undefined)(
  'the real v2ray is taken, asked and found, and one that is cut short does not start (needs v2ray) (B10)',
  async () => {
    const own = {
      folder: engines(),
      manifest: sidecarsManifest,
      platform: process.platform,
      env: process.env,
    };
    const shelf = createShelf({ ...own, run: runProgram, random: createSeededRandom() });
    const path = join(place, 'v2ray-linux');
    copyFileSync(findProgram('v2ray') ?? '', path);
    const kept = await shelf.keep(await taken(shelf, path), never);
    expect(kept).toEqual({ ok: true, version: expect.stringMatching(/^4\.\d/) });
    const finder = createEngineFinder({ ...own, folders: [engines()], run: runProgram });
    expect(await finder.engine(engineOf('v2ray'), never)).toMatchObject({ path: join(engines(), 'v2ray') });
    put('v2ray', readFileSync(path).subarray(0, 4096));
    const cut = await shelf.keep(await taken(shelf, join(place, 'v2ray')), never);
    expect(cut).toEqual({ ok: false, fault: 'does-not-start' });
  },
);
