import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEngine, type Engine, systemClock, systemRandom } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { createPrinter } from './printer.ts';
import { addServer, keyPlace, listServers, removeServer } from './servers.ts';

const LINK = 'socks5://anna:geheim@198.51.100.7:1080';

let home = '';
let shown = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'footbridge-cli-'));
  shown = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    shown += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(home, { recursive: true, force: true });
});
async function open(): Promise<Engine> {
  const engine = await createEngine({
    home,
    resourceFolders: [join(import.meta.dirname, '..', 'resources')],
    clock: systemClock,
    random: systemRandom,
    timeZone: 'UTC',
    emit: () => undefined,
  });
  return engine;
}
const list = (engine: Engine, json: boolean) => {
  let text = '';
  listServers(
    engine,
    engine.keyring.place(),
    createPrinter(
      { json, details: false },
      {
        write: (piece) => {
          text += piece;
        },
        columns: () => undefined,
      },
    ),
  );
  return text;
};

describe('the servers a person was given', () => {
  test('are added, listed and removed without a secret being shown (S2)', async () => {
    const engine = await open();
    const { servers } = engine;
    await addServer(servers, LINK);
    shown += list(engine, false) + list(engine, true);
    await addServer(servers, LINK);
    await removeServer(engine, engine.keyring.place(), '1');
    expect(shown).toContain('198.51.100.7:1080');
    expect(shown).not.toMatch(/anna|geheim/);
    expect(servers.list()).toEqual([]);
  });

  test('one JSON object on one line lists them for scripts', async () => {
    const engine = await open();
    const { servers } = engine;
    await addServer(servers, LINK);
    const text = list(engine, true);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text).servers).toHaveLength(1);
    expect(text.split('\n')).toHaveLength(2);
  });

  test.each(['vless://3b1f0c5e-geheim@198.51.100.7:443', 'geheim', '', 'https://example.org/geheim'])(
    'what cannot be used is refused with a reason and not repeated: %j',
    async (link) => {
      const refused = await addServer((await open()).servers, link).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(CommandError);
      expect(refused).toMatchObject({ exitCode: EXIT.badInput, message: expect.stringMatching(/\.$/) });
      expect(String(refused)).not.toContain('geheim');
    },
  );

  test('removing what is not there is refused, and nothing is lost', async () => {
    const engine = await open();
    const { servers } = engine;
    await addServer(servers, LINK);
    await expect(removeServer(engine, engine.keyring.place(), '2')).rejects.toMatchObject({
      exitCode: EXIT.badInput,
    });
    expect(servers.list()).toHaveLength(1);
  });
});

const keyring = (place: 'locked' | 'waiting', unlock = async () => undefined) => ({
  ...{ place: () => place, unlock, letGo: async () => undefined },
  onUnlocked: () => undefined,
});

test('what is locked away is said to be, and not changed (S5)', async () => {
  const engine = { ...(await open()), keyring: keyring('locked') };
  expect(list(engine, false)).toBe('They cannot be read.\n');
  await expect(removeServer(engine, 'locked', '1')).rejects.toMatchObject({
    exitCode: EXIT.failed,
    message: expect.stringContaining('keyring'),
  });
});

test('a keyring that asks for its password is waited for until the person calls it off (S5)', async () => {
  let isOpen = false;
  const unlock = async () => {
    isOpen = true;
    return undefined;
  };
  const answered = {
    ...keyring('waiting', unlock),
    place: () => (isOpen ? ('keyring' as const) : ('waiting' as const)),
  };
  expect(await keyPlace({ keyring: answered }, new AbortController().signal)).toBe('keyring');
  const silent = keyring('waiting', () => new Promise<never>(() => undefined));
  const calledOff = new AbortController();
  const waiting = keyPlace({ keyring: silent }, calledOff.signal);
  calledOff.abort();
  await expect(waiting).rejects.toMatchObject({ exitCode: EXIT.interrupted });
});
