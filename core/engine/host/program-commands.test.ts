import { expect, test } from 'vitest';
import type { Given, GivenProgram } from '../../sidecars/given-program.ts';
import type { Keeping } from '../../sidecars/shelf.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { createProgramCommands } from './program-commands.ts';
import { createProposals } from './proposals.ts';

const SHA = '0123456789abcdef'.repeat(4);
const PROGRAM: GivenProgram = {
  ...{ path: '/home/mina/Downloads/xray', name: 'Xray', command: 'xray', engine: undefined },
  ...{ bytes: 25_000_000, sha256: SHA, isKnown: false },
};

function setUp(given: Given, keeping: Keeping) {
  const kept: string[] = [];
  const commands = createProgramCommands({
    programs: () => ({
      look: async () => given,
      async keep({ path }) {
        kept.push(path);
        return keeping;
      },
    }),
    given: createProposals(createFakeClock(), createSeededRandom()),
    signal: new AbortController().signal,
  });
  return { ...commands, kept };
}

async function tokenOf({ lookAtProgram }: Pick<ReturnType<typeof setUp>, 'lookAtProgram'>): Promise<string> {
  const looked = await lookAtProgram({ path: PROGRAM.path });
  return looked.ok && looked.value.outcome === 'asked' ? looked.value.token : '';
}

test('a screen is told what a program is, with both ends of its hash, and not where it lies (B10)', async () => {
  const commands = setUp({ ok: true, program: PROGRAM }, { ok: true, version: '1.8.4' });
  const looked = await commands.lookAtProgram({ path: PROGRAM.path });
  expect(looked).toMatchObject({
    value: { outcome: 'asked', name: 'Xray', isKnown: false, hash: { head: '01234567', tail: '89abcdef' } },
  });
  expect(JSON.stringify(looked)).not.toContain('mina');
  expect(commands.kept).toEqual([]);
});

test('only what was looked at is kept, once, after the yes (B10)', async () => {
  const commands = setUp({ ok: true, program: PROGRAM }, { ok: true, version: '1.8.4' });
  const gone = { ok: false, error: { code: 'not-found' } };
  expect(await commands.keepProgram({ token: 'made-up' })).toEqual(gone);
  const token = await tokenOf(commands);
  const kept = { ok: true, value: { outcome: 'kept', name: 'Xray', version: '1.8.4' } };
  expect(await commands.keepProgram({ token })).toEqual(kept);
  expect(await commands.keepProgram({ token })).toEqual(gone);
  expect(commands.kept).toEqual([PROGRAM.path]);
});

test('why a program is not taken is told, and a second try is possible', async () => {
  const refused = setUp({ ok: false, fault: 'archive' }, { ok: true, version: null });
  expect(await refused.lookAtProgram({ path: '/x.zip' })).toEqual({
    ok: true,
    value: { outcome: 'refused', fault: 'archive' },
  });
  const failing = setUp({ ok: true, program: PROGRAM }, { ok: false, fault: 'cannot-save' });
  const token = await tokenOf(failing);
  const failed = { ok: true, value: { outcome: 'failed', name: 'Xray', fault: 'cannot-save' } };
  expect([await failing.keepProgram({ token }), await failing.keepProgram({ token })]).toEqual([
    failed,
    failed,
  ]);
});
