import { expect, test } from 'vitest';
import { createEngineLog } from './log.ts';

test('what an engine says is kept without addresses, keys and what its configuration held (B6)', () => {
  const log = createEngineLog(['s3cret-password', 'relay.example.org']);
  log.add('dialing relay.example.org:443 with s3cret-password');
  log.add('Connected to 203.0.113.7:9001 and [2001:db8::7]:443');
  log.add('Bridge 48762FD350DB1FE04DD4F44ADD7AFD9E82F34DDD at 10:48:16 is up\u0007');
  expect(log.lines()).toEqual([
    'dialing •••:443 with •••',
    'Connected to •••:9001 and •••:443',
    'Bridge ••• at 10:48:16 is up ',
  ]);
});

test('a secret that begins like another, or is printed in small letters, is hidden as a whole (B6)', () => {
  const log = createEngineLog(['anna', 'anna.1984+(x)', 'Relay.Example.ORG', 'cdn.relay.example.org']);
  log.add('anna anna.1984+(x) relay.example.org cdn.relay.example.org');
  expect(log.lines()).toEqual(['••• ••• ••• •••']);
});

test('no more than a hundred lines are kept, and no line longer than 600 characters (B6)', () => {
  const log = createEngineLog([]);
  for (let count = 0; count < 1000; count += 1) log.add(`${count} ${'x'.repeat(100_000)}`);
  expect(log.lines().length).toBe(100);
  expect(log.lines().every(({ length }) => length <= 600)).toBe(true);
  expect(log.lines().at(-1)).toMatch(/^999 /);
});
