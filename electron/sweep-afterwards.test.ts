import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../core/testing/daemon.ts';
import { sweepAfterwards } from './sweep-afterwards.ts';

test.skipIf(process.platform === 'win32')(
  'what Chromium has open goes once we have ended, and links in it lead nowhere (S3; not on Windows)',
  async () => {
    const { path } = scratchFolder();
    const [home, photos] = [join(path, "Mina's $home; folder"), join(path, 'photos')];
    const window = join(home, 'window');
    mkdirSync(join(window, 'Partitions'), { recursive: true });
    mkdirSync(photos);
    writeFileSync(join(photos, 'cat.jpg'), 'x');
    symlinkSync(photos, join(window, 'Partitions', 'Downloads'));
    const sweeping = sweepAfterwards({ paths: [window], folder: home }, process);
    expect(existsSync(window)).toBe(true);
    // Our end, as far as the other can tell.
    sweeping.stdin?.end();
    await once(sweeping, 'exit');
    expect(existsSync(home)).toBe(false);
    expect(readdirSync(photos)).toEqual(['cat.jpg']);
  },
);
