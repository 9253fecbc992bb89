import { beforeEach, expect, test } from 'vitest';
import type { Engine } from '../core/engine.ts';
import { EXIT } from './exit-codes.ts';
import { addLink } from './lists.ts';
import { hearShown } from './testing/shown.ts';

const LINK = 'ssconf://lists.example/t0ken#Anna';
const { signal } = new AbortController();
type Outcome = Awaited<ReturnType<Engine['lists']['add']>>;

const shown = hearShown();
let asked: string[] = [];
beforeEach(() => {
  asked = [];
});

const unused = () => {
  throw new Error('not asked for');
};
const engine = (outcome: Outcome) => ({
  servers: { add: unused },
  lists: {
    async add(address: string) {
      asked.push(address);
      return outcome;
    },
  },
});
const taken: Outcome = { kind: 'taken', id: 'l', added: 2, gone: 0, left: 1, faults: [] };

test.each([
  ['yes', false, true],
  ['--yes', true, undefined],
])('a list is fetched after %s, and only its host is named (L1, L2)', async (_, isSure, answer) => {
  let question = '';
  const ask = async (text: string) => {
    question = text;
    return answer;
  };
  await addLink(engine(taken), LINK, { isSure, ask }, signal);
  expect(asked).toEqual(['https://lists.example/t0ken']);
  expect(question + shown()).toContain('lists.example');
  expect(shown()).toContain('2 servers added');
  expect(question + shown()).not.toContain('t0ken');
});

test.each([
  ['a no', false, EXIT.interrupted],
  ['nobody to ask', undefined, EXIT.badInput],
])('%s contacts nobody (L1)', async (_, answer, exitCode) => {
  const refused = addLink(engine(taken), LINK, { isSure: false, ask: async () => answer }, signal);
  await expect(refused).rejects.toMatchObject({ exitCode, message: expect.not.stringContaining('t0ken') });
  expect(asked).toEqual([]);
});

test('a list that cannot be had is refused with what to do', async () => {
  const failed = addLink(
    engine({ kind: 'failed', failure: 'no-servers' }),
    LINK,
    { isSure: true, ask: async () => undefined },
    signal,
  );
  await expect(failed).rejects.toMatchObject({
    exitCode: EXIT.badInput,
    message: expect.stringMatching(/list/),
  });
});
