import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { readVersion } from './find.ts';
import { createEngineLog } from './log.ts';
import { readListeners, readProgress } from './tor-control.ts';

const anyLine = (...words: readonly string[]) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...words),
        fc.string({ unit: 'binary-ascii', maxLength: 20 }),
        fc.nat().map(String),
      ),
      {
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(''));

test('whatever Tor’s control port says, it is so far or says nothing of that (N8)', () => {
  check(
    fc.property(anyLine('650 STATUS_CLIENT ', 'BOOTSTRAP PROGRESS=', '100', ' TAG='), (line) => {
      const progress = readProgress(line);
      if (progress !== undefined) expect(progress.percent >= 0 && progress.percent <= 100).toBe(true);
    }),
  );
  check(
    fc.property(fc.array(anyLine('250-net/listeners/socks=', '"', '127.0.0.1:9050', ' ')), (lines) => {
      for (const address of readListeners(lines)) expect(address).not.toContain('"');
    }),
  );
});

test('whatever a program says of itself, it is an engine in a version we can write for, or none (N8)', () => {
  const engine = { name: 'V2Ray', from: '4.20', before: '5' };
  check(
    fc.property(anyLine('V2Ray ', 'v2ray', '4.34.0', '5.1', '.', ' '), (said) => {
      const version = readVersion(said, engine);
      if (version !== null) expect(version).toMatch(/^0*4\.\d+(\.\d+){0,2}$/);
    }),
  );
});

test('whatever an engine says, no secret and no address of it is kept (B6)', () => {
  check(
    fc.property(anyLine('s3cret', '203.0.113.7', '2001:db8::7', ':443', ' ', '/'), (line) => {
      const log = createEngineLog(['s3cret']);
      log.add(line);
      expect(log.lines().join()).not.toMatch(/s3cret|203\.0\.113\.7/);
    }),
  );
});
