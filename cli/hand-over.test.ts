import { expect, test } from 'vitest';
import type { openHandOver } from '../core/engine.ts';
import { handOver } from './hand-over.ts';

type Tell = Parameters<typeof openHandOver>[1];
const SUM = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const OPEN = {
  stage: 'open',
  urls: ['http://192.168.1.20:40123/k7m2p9qa/'],
  files: [{ name: 'briar.apk', sha256: SUM }],
  ...{ loading: 0, loaded: 0 },
} as const;

/** Hands over for tests: finds so many files, and begins as it is told. */
function setUp(files: number, begun: 'begun' | 'no-network' = 'begun') {
  const said: string[] = [];
  const ending = new AbortController();
  let tell: Tell = () => undefined;
  let closed = 0;
  const open = (onChange: Tell): ReturnType<typeof openHandOver> => {
    tell = onChange;
    return {
      look: async () => ({
        files: Array.from({ length: files }, () => ({ id: '1'.repeat(16), name: 'briar.apk', size: 3 })),
        drives: [],
        folder: '/home/mina/hand-over',
      }),
      start: async () => begun,
      stop: () => undefined,
      copy: async () => 'unknown',
      close: async () => void closed++,
    };
  };
  const printer = {
    value: (_: unknown, text: string) => void said.push(text),
    say: (text: string) => void said.push(text),
  };
  const running = handOver(open, printer, ending.signal);
  return {
    said,
    running,
    closed: () => closed,
    tell: (view: Parameters<Tell>[0]) => tell(view),
    end: () => ending.abort(),
  };
}

test('it says once where the files are to be had and how to check them, until Ctrl-C', async () => {
  const { said, running, closed, tell, end } = setUp(1);
  tell({ wifi: { stage: 'reading' }, copy: null });
  for (const loaded of [0, 1]) tell({ wifi: { ...OPEN, loaded }, copy: null });
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(`${OPEN.urls[0]}\n`);
  expect(said[0]).toContain(`${SUM}  briar.apk\n`);
  end();
  await running;
  expect([said.at(-1), closed()]).toEqual(['Stopped.', 1]);
});

test('without files, without a network, and when the network changes it says so (O1)', async () => {
  await expect(setUp(0).running).rejects.toThrow('Put files into this folder:\n/home/mina/hand-over');
  const alone = setUp(1, 'no-network');
  await expect(alone.running).rejects.toThrow('no private network');
  expect(alone.closed()).toBe(1);
  const moved = setUp(1);
  const failed = expect(moved.running).rejects.toThrow('The network changed');
  moved.tell({ wifi: { stage: 'ended', why: 'network' }, copy: null });
  await failed;
});
