import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../core/testing/daemon.ts';
import { createFace } from './face.ts';
import { stateOf } from './testing/states.ts';

test('a plain look is taken on once, and remembered for the next window', () => {
  const marker = join(scratchFolder().path, 'plain');
  const first = createFace(marker, 'icons');
  const told: boolean[] = [];
  first.onChange(({ isPlain }) => told.push(isPlain));
  first.follow({ phase: 'starting' });
  first.follow(stateOf('off'));
  expect([told, first.face()]).toEqual([[], { isPlain: false, icon: join('icons', 'app', '256x256.png') }]);
  first.follow(stateOf('off', {}, { plainLook: true }));
  first.follow(stateOf('on', {}, { plainLook: true }));
  const next = createFace(marker, 'icons');
  expect([told, next.face()]).toEqual([
    [true],
    { isPlain: true, icon: join('icons', 'plain', '256x256.png') },
  ]);
  next.follow(stateOf('off'));
  expect(existsSync(marker)).toBe(false);
});

test('where it cannot be remembered it is taken on all the same', () => {
  const face = createFace('\0', 'icons');
  face.follow(stateOf('off', {}, { plainLook: true }));
  expect(face.face().isPlain).toBe(true);
});
