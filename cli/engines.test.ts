import { expect, test } from 'vitest';
import type { GivenFault, KeepingFault, Programs } from '../core/engine.ts';
import { addEngine, listEngines, removeEngine } from './engines.ts';
import { EXIT } from './exit-codes.ts';
import { hearShown } from './testing/shown.ts';

type Given = Awaited<ReturnType<Programs['look']>>;
type Listed = Awaited<ReturnType<Programs['list']>>;

const { signal } = new AbortController();
const SHA = '0123456789abcdef'.repeat(4);
const PROGRAM: Given = {
  ok: true,
  program: {
    ...{ path: '/home/mina/xray', name: 'Xray', command: 'xray', engine: undefined },
    ...{ bytes: 25_000_000, sha256: SHA, isKnown: false },
  },
};

const shown = hearShown();

function shelf(given: Given = PROGRAM, fault?: KeepingFault) {
  const kept: string[] = [];
  const programs: Pick<Programs, 'look' | 'keep'> = {
    look: async () => given,
    async keep({ path }) {
      kept.push(path);
      return fault === undefined ? { ok: true, version: '1.8.4' } : { ok: false, fault };
    },
  };
  return { programs, kept };
}
const answering = (answer: boolean | undefined) => ({ isSure: false, ask: async () => answer });

test('a program is described with both ends of its hash, and taken after a yes (B10)', async () => {
  const { programs, kept } = shelf();
  await addEngine(programs, 'xray', answering(true), signal);
  expect(shown()).toContain('Xray, 25.0 MB, SHA-256 01234567 … 89abcdef');
  expect(shown()).toContain('Nobody vouches for it');
  expect(shown()).toContain('Taken: Xray 1.8.4.');
  expect(kept).toHaveLength(1);
});

test.each([
  ['a no', false, EXIT.interrupted],
  ['nobody to ask', undefined, EXIT.usage],
])('%s takes nothing (B10)', async (_, answer, exitCode) => {
  const { programs, kept } = shelf();
  await expect(addEngine(programs, 'xray', answering(answer), signal)).rejects.toMatchObject({ exitCode });
  expect(kept).toEqual([]);
});

test.each(['archive', 'other-system', 'not-the-one'] satisfies GivenFault[])(
  'what is no such program is refused with what to do, and nobody is asked: %s',
  async (fault) => {
    const { programs, kept } = shelf({ ok: false, fault });
    const ask = () => Promise.reject(new Error('asked'));
    const refused = addEngine(programs, 'x', { isSure: false, ask }, signal);
    await expect(refused).rejects.toMatchObject({
      exitCode: EXIT.badInput,
      message: expect.stringMatching(/\.$/),
    });
    expect(kept).toEqual([]);
  },
);

test('one that does not start is said to, and that nothing was taken', async () => {
  const { programs } = shelf(PROGRAM, 'does-not-start');
  const failed = addEngine(programs, 'xray', { isSure: true, ask: async () => false }, signal);
  await expect(failed).rejects.toThrow('Nothing was taken');
});

test('the list says which programs are here, of which version and hash, and where the others can be had', async () => {
  const here = { path: '/home/mina/engines/xray', version: '1.8.4', sha256: SHA, isKnown: true };
  const listed: Listed = [
    { name: 'Xray', commands: ['xray'], source: 'https://example.org/', here },
    { name: 'Tor', commands: ['tor'], source: 'https://example.net/', here: null },
  ];
  let text = '';
  const printer = {
    ...{ event: () => undefined, end: () => undefined },
    value: (_: unknown, words: string) => {
      text = words;
    },
  };
  await listEngines({ list: async () => listed }, printer, signal);
  expect(text).toContain(
    'Xray 1.8.4\n  /home/mina/engines/xray\n  SHA-256 01234567 … 89abcdef (known to be good)',
  );
  expect(text).toContain('Tor\n  not here: a file called tor, from https://example.net/');
});

test('what was taken can be removed by its name, and nothing else', async () => {
  const remove = async (command: string) => command === 'xray';
  await removeEngine({ remove }, 'xray');
  expect(shown()).toBe('Removed.\n');
  await expect(removeEngine({ remove }, '../vault.key')).rejects.toMatchObject({ exitCode: EXIT.badInput });
});
