import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

let program = '';
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `import { interruption } from './interruption.ts';
        const signal = interruption();
        signal.addEventListener('abort', () => console.log('called off'));
        setInterval(() => {}, 1000);
        console.log('ready');`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    write: false,
  });
  program = outputFiles[0]?.text ?? '';
});

function start() {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

describe('an interruption', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s calls work off and ends nothing by force',
    async (name) => {
      const { child, lines } = start();
      expect((await lines.next()).value).toBe('ready');
      child.kill(name);
      expect((await lines.next()).value).toBe('called off');
      expect(child.exitCode).toBeNull();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  );

  test('the same press that arrives twice counts once; a later second one ends at once', async () => {
    const { child, lines } = start();
    await lines.next();
    child.kill('SIGINT');
    await lines.next();
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 550));
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});
