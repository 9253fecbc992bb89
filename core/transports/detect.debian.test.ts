import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../net/system-clock.ts';
import { type Daemon, findProgram } from '../testing/daemon.ts';
import { createLoopbackDialer } from '../testing/loopback-dialer.ts';
import { startDanted, startMicrosocks, startSquid, startTinyproxy } from '../testing/proxies.ts';
import { detectPrograms } from './detect.ts';

const PROGRAMS = ['microsocks', 'danted', 'tinyproxy', 'squid'];
const missing = PROGRAMS.filter((name) => findProgram(name) === undefined);
const suite = missing.length === 0 ? describe : describe.skip;
const note = missing.length === 0 ? '' : ` (skipped: not installed here: ${missing.join(', ')})`;
const login = { username: 'lab', password: 'secret' };

suite(`Among the proxies of Debian's packages${note}`, () => {
  let daemons: Readonly<Record<string, Daemon>> = {};

  beforeAll(async () => {
    const starting = {
      microsocks: startMicrosocks(),
      'microsocks, locked': startMicrosocks(login),
      danted: startDanted(),
      tinyproxy: startTinyproxy(),
      'tinyproxy, locked': startTinyproxy(login),
      squid: startSquid(),
    };
    const started = await Promise.all(
      Object.entries(starting).map(async ([name, daemon]) => [name, await daemon] as const),
    );
    daemons = Object.fromEntries(started);
  }, 30_000);
  afterAll(async () => {
    await Promise.all(Object.values(daemons).map((daemon) => daemon.stop()));
  });

  test('those are found that let us in without a password, each in its own protocol (W9)', async () => {
    const source = 'https://example.org/';
    const programs = Object.entries(daemons).flatMap(([name, { port }]) =>
      (['socks5', 'http'] as const).map((protocol) => ({ name, port, protocol, source })),
    );
    const found = await detectPrograms(programs, {
      dialer: createLoopbackDialer(),
      clock: systemClock,
      signal: new AbortController().signal,
      ownPort: null,
    });
    const told = found.map(({ name, expression: { hops } }) => [
      name,
      hops.map((hop) => (hop.kind === 'proxy' ? hop.protocol : '')).join(),
    ]);
    expect(Object.fromEntries(told)).toEqual({
      microsocks: 'socks5',
      danted: 'socks5',
      tinyproxy: 'http-proxy',
      squid: 'http-proxy',
    });
  });
});
