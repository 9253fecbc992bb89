import { expect, test } from 'vitest';
import type { EngineBridge } from '../core/contract.ts';
import { done } from '../core/shell-kit.ts';
import { createProgramChooser } from './program-chooser.ts';

function setUp(chosen: readonly string[]) {
  const asked: unknown[] = [];
  const call: EngineBridge['call'] = async (command, args) => {
    asked.push([command, args]);
    return Object.assign(Object.create(null), done({ outcome: 'refused', fault: 'archive' }));
  };
  const choose = createProgramChooser({
    engine: { call },
    dialog: {
      showOpenDialog: async () => ({ canceled: chosen.length === 0, filePaths: [...chosen] }),
    },
  });
  return { choose, asked };
}

test('the file is the one that the person chose in the system’s own window (P6)', async () => {
  const { choose, asked } = setUp(['/home/mina/xray.zip']);
  expect(await choose({})).toEqual(done({ outcome: 'refused', fault: 'archive' }));
  expect(asked).toEqual([['lookAtProgram', { path: '/home/mina/xray.zip' }]]);
});

test('a window that was closed has chosen nothing', async () => {
  const { choose, asked } = setUp([]);
  expect(await choose({})).toEqual(done({ outcome: 'cancelled' }));
  expect(asked).toEqual([]);
});
