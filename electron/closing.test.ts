import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import type { State } from '../core/contract.ts';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { createClosing } from './closing.ts';
import { standIn } from './testing/stand-in.ts';
import { stateOf } from './testing/states.ts';
import { createWords } from './words.ts';

async function close(
  state: State,
  {
    response = 0,
    isQuitting = false,
    platform = 'linux',
  }: { response?: number; isQuitting?: boolean; platform?: NodeJS.Platform } = {},
) {
  const did: string[] = [];
  const onClose = createClosing({
    platform,
    state: () => state,
    isQuitting: () => isQuitting,
    quit: () => did.push('quit'),
    dialog: {
      showMessageBox: async () => {
        did.push('explain');
        return { response, checkboxChecked: false };
      },
    },
    words: () => createWords('en', english, english),
    markExplained: () => did.push('mark'),
  });
  onClose(
    { preventDefault: () => did.push('keep') },
    standIn<BrowserWindow>({ hide: () => did.push('hide') }),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return did;
}

test('while messengers depend on it the window hides, and that is explained once (E7)', async () => {
  const first = stateOf('on', {}, { trayExplained: false });
  expect(await close(first)).toEqual(['keep', 'explain', 'mark', 'hide']);
  expect(await close(first, { response: 1 })).toEqual(['keep', 'explain', 'mark', 'quit']);
  expect(await close(stateOf('searching'))).toEqual(['keep', 'hide']);
  expect(await close(stateOf('lost'))).toEqual(['keep', 'hide']);
});

test('while nothing runs it is the end, but on macOS, where a program outlives its window', async () => {
  for (const state of [stateOf('off', {}, { trayExplained: false }), { phase: 'starting' } as const]) {
    expect(await close(state)).toEqual(['keep', 'quit']);
    expect(await close(state, { platform: 'darwin' })).toEqual(['keep', 'hide']);
  }
});

test('while the program ends nothing stands in its way', async () => {
  expect(await close(stateOf('on'), { isQuitting: true })).toEqual([]);
});
