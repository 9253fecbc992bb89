import { expect, test } from 'vitest';
import { EXIT } from './exit-codes.ts';
import { createPrinter } from './printer.ts';
import { listServers } from './servers.ts';
import { openEngine } from './testing/engine-at-home.ts';
import { hearShown } from './testing/shown.ts';
import { trustServer } from './trust.ts';

const CHANGE = {
  known: { type: 'ssh-ed25519', fingerprint: 'A'.repeat(43) },
  shown: { type: 'ssh-ed25519', fingerprint: 'B'.repeat(43) },
};
const { signal } = new AbortController();
const shown = hearShown();

/** An engine with two servers, of which the second shows another key than before. */
async function open() {
  const engine = await openEngine();
  for (const host of ['a.example', 'b.example']) await engine.servers.add(`ssh://me:geheim@${host}:22`);
  const other = engine.servers.list()[1]?.id;
  const accepted: string[] = [];
  const keyChanges = {
    of: (id: string) => (id === other ? CHANGE : undefined),
    accept: async (id: string, fingerprint: string) => accepted.push(`${id} ${fingerprint}`) > 0,
  };
  return { engine: { ...engine, keyChanges }, other, accepted };
}
const asking = (answer: boolean | undefined) => ({ isSure: false, ask: async () => answer });

test('both keys are shown, and the new one is taken only after a yes (N17)', async () => {
  const { engine, other, accepted } = await open();
  await expect(trustServer(engine, 'file', '2', asking(false), signal)).rejects.toMatchObject({
    exitCode: EXIT.interrupted,
  });
  await expect(trustServer(engine, 'file', '2', asking(undefined), signal)).rejects.toThrow('--yes');
  expect(accepted).toEqual([]);
  expect(shown()).toContain(`before  SHA256:${CHANGE.known.fingerprint}`);
  expect(shown()).toContain(`now     SHA256:${CHANGE.shown.fingerprint}`);
  expect(shown()).not.toContain('geheim');
  await trustServer(engine, 'file', '2', asking(true), signal);
  await trustServer(engine, 'file', other ?? '', { ...asking(false), isSure: true }, signal);
  const taken = `${other} ${CHANGE.shown.fingerprint}`;
  expect(accepted).toEqual([taken, taken]);
});

test('there is nothing to say yes to where a server is the one it was, or there is none', async () => {
  const { engine } = await open();
  for (const which of ['1', '3', 'server:x'])
    await expect(trustServer(engine, 'file', which, asking(true), signal)).rejects.toMatchObject({
      exitCode: EXIT.badInput,
    });
});

test('the list of servers says which one shows another key', async () => {
  const { engine } = await open();
  const pieces: string[] = [];
  const out = { write: (piece: string) => void pieces.push(piece), columns: () => undefined };
  listServers(engine, 'file', createPrinter({ json: false, details: false }, out));
  const [, second, warning] = pieces.join('').split('\n');
  expect(second).toContain('b.example');
  expect(warning).toMatch(/another key.*footbridge trust 2/);
});
