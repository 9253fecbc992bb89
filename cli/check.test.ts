import { expect, test } from 'vitest';
import type { Engine } from '../core/engine.ts';
import { check } from './check.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { createPrinter } from './printer.ts';

const FOUND = {
  ...{ test: 'names', subject: null, verdict: 'names-cut', names: ['web.whatsapp.com'], confidence: 'high' },
};

function setUp({ json = false, deep = true } = {}) {
  let out = '';
  const done: string[] = [];
  const engine: Pick<Engine, 'check' | 'deepContacts' | 'lookCloser'> = {
    deepContacts: () => [{ reason: 'servers', name: 'SimpleX', hosts: ['smp8.simplex.im'] }],
    async check(signal) {
      signal.throwIfAborted();
      // Whom it asks must have been said by now.
      expect(out.includes('smp8.simplex.im')).toBe(deep);
      done.push('check');
    },
    async lookCloser() {
      done.push('closer look');
      return { found: [FOUND], sentences: ['Connections are cut.\u001b[2J We are sure.'] };
    },
  };
  const options = { write: (text: string) => (out += text), columns: () => undefined };
  const printer = createPrinter({ json, details: false }, options);
  const run = (signal = new AbortController().signal) => check(engine, printer, { deep }, signal);
  return { run, done, out: () => out };
}

test('a closer look says whom it asks before anything is measured, and what it found after that (M10)', async () => {
  const { run, done, out } = setUp();
  await run();
  expect(done).toEqual(['check', 'closer look']);
  expect(out()).toContain('Connections are cut.[2J We are sure.');
});

test('scripts get whom it asks and what was found as lines of JSON', async () => {
  const { run, out } = setUp({ json: true });
  await run();
  const lines = out().trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { event: 'asks', contacts: [{ reason: 'servers', name: 'SimpleX', hosts: ['smp8.simplex.im'] }] },
    { event: 'closer-look', ...FOUND },
  ]);
});

test('without --deep nothing of it is asked or said, and a check that is called off says so', async () => {
  const { run, done, out } = setUp({ deep: false });
  await run();
  expect(done).toEqual(['check']);
  expect(out()).not.toContain('simplex');
  await expect(run(AbortSignal.abort(new Error('Ctrl-C')))).rejects.toEqual(
    new CommandError(EXIT.interrupted, 'Stopped before everything was measured.'),
  );
});
