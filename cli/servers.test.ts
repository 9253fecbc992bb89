import { describe, expect, test } from 'vitest';
import type { Engine } from '../core/engine.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { createPrinter } from './printer.ts';
import { addServer, keyPlace, listServers, removeServer } from './servers.ts';
import { openEngine } from './testing/engine-at-home.ts';
import { hearShown } from './testing/shown.ts';

const LINK = 'socks5://anna:geheim@198.51.100.7:1080';

const shown = hearShown();
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
    const engine = await openEngine();
    const { servers } = engine;
    await addServer(servers, LINK);
    const listed = list(engine, false) + list(engine, true);
    await addServer(servers, LINK);
    await removeServer(engine, engine.keyring.place(), '1');
    expect(shown() + listed).toContain('198.51.100.7:1080');
    expect(shown() + listed).not.toMatch(/anna|geheim/);
    expect(servers.list()).toEqual([]);
  });

  test('one JSON object on one line lists them for scripts', async () => {
    const engine = await openEngine();
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
      const refused = await addServer((await openEngine()).servers, link).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(CommandError);
      expect(refused).toMatchObject({ exitCode: EXIT.badInput, message: expect.stringMatching(/\.$/) });
      expect(String(refused)).not.toContain('geheim');
    },
  );

  test('removing what is not there is refused, and nothing is lost', async () => {
    const engine = await openEngine();
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
  const engine = { ...(await openEngine()), keyring: keyring('locked') };
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
