import { expect, test } from 'vitest';
import type { Engine } from '../core/engine.ts';
import { CommandError } from './exit-codes.ts';
import { createPrinter } from './printer.ts';
import { report } from './report.ts';

type Wishes = Parameters<Engine['report']>[0];
const MADE: Awaited<ReturnType<Engine['report']>> = {
  report: { files: [], code: 'N00 W01 K', text: '', hidden: [{ kind: 'address', count: 3 }] },
  file: { name: 'footbridge-report-2026-09-14T1830.zip', bytes: Buffer.from('zip') },
};

function setUp({ json = false, fails = '', isThere = false } = {}) {
  let out = '';
  const written: string[] = [];
  const wishes: Wishes[] = [];
  const engine: Pick<Engine, 'contacts' | 'deepContacts' | 'report'> = {
    deepContacts: () => [
      { reason: 'servers', name: 'SimpleX', hosts: ['smp8.simplex.im'] },
      { reason: 'calls', name: null, hosts: ['stun.simplex.im'] },
    ],
    contacts: () => ({
      messengers: ['web.whatsapp.com'],
      controls: ['example.org'],
      resolvers: ['this computer’s own', 'Quad9'],
    }),
    async report(wish, signal) {
      expect(out === '').toBe(json);
      signal.throwIfAborted();
      wishes.push(wish);
      return MADE;
    },
  };
  const printer = createPrinter(
    { json, details: false },
    { write: (text) => (out += text), columns: () => undefined },
  );
  const run = (
    more: { out?: string; country?: boolean; operator?: string; deep?: boolean } = {},
    signal = new AbortController().signal,
  ) =>
    report(
      engine,
      printer,
      {
        ...{
          name: 'report',
          json,
          details: false,
          deep: false,
          out: undefined,
          country: false,
          operator: '',
        },
        ...more,
      },
      {
        signal,
        isThere: () => isThere,
        async write(path) {
          if (fails !== '') throw Object.assign(new Error(`${fails}: /home/vera/secret`), { code: fails });
          written.push(path);
        },
      },
    );
  return { run, written, wishes, out: () => out };
}

test('whom it asks is said before it measures; where it saved, what it hid and whom to give it to after that (R1)', async () => {
  const { run, written, wishes, out } = setUp();
  await run();
  expect(written).toEqual(['footbridge-report-2026-09-14T1830.zip']);
  expect(wishes).toMatchObject([{ tellsCountry: false, operator: '' }]);
  const text = out();
  expect(text.indexOf('web.whatsapp.com')).toBeLessThan(text.indexOf('Saved: footbridge-report'));
  for (const part of [
    'Quad9',
    'Code to read on the phone: N00 W01 K',
    'address 3',
    'sends it to nobody',
    'help@accessnow.org',
  ])
    expect(text).toContain(part);
});

test('a closer look says whom else it asks, before anything is measured (M10)', async () => {
  const { run, out } = setUp();
  await run({ deep: true });
  const text = out();
  expect(text).toContain('  SimpleX: smp8.simplex.im\n  helpers for calls, by UDP: stun.simplex.im\n');
  expect(text.indexOf('smp8.simplex.im')).toBeLessThan(text.indexOf('Saved: '));
});

test('scripts get one line of JSON, and the file its name', async () => {
  const { run, written, out } = setUp({ json: true });
  await run({ out: 'mine.zip', country: true, operator: 'X' });
  expect(written).toEqual(['mine.zip']);
  expect(JSON.parse(out())).toEqual({
    ...{ event: 'report', file: 'mine.zip', code: 'N00 W01 K', hidden: [{ kind: 'address', count: 3 }] },
  });
});

test.each([
  ['EEXIST', 'there is a file of that name already'],
  ['ENOENT', 'there is no such folder'],
  ['EIO', 'it cannot be written'],
])('%s is said in words, without what the system adds', async (fails, words) => {
  const failed = setUp({ fails }).run();
  await expect(failed).rejects.toThrow(words);
  await expect(failed).rejects.not.toThrow('vera');
});

test('a name that is taken is told before anything is measured', async () => {
  const { run, wishes } = setUp({ isThere: true });
  await expect(run({ out: 'mine.zip' })).rejects.toThrow('there is a file of that name already');
  expect(wishes).toEqual([]);
});

test('called off, it saves nothing', async () => {
  const { run, written } = setUp();
  const stopped = run({}, AbortSignal.abort());
  await expect(stopped).rejects.toBeInstanceOf(CommandError);
  await expect(stopped).rejects.toMatchObject({ exitCode: 130 });
  expect(written).toEqual([]);
});
