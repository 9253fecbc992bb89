import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Operator } from '../../model/operators.ts';
import { type Authority, createAuthority, type Identity } from '../../testing/authority.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createLoopbackDialer } from '../../testing/loopback-dialer.ts';
import { createSeededRandom } from '../../testing/seeded-random.ts';
import { startTlsServer } from '../../testing/servers.ts';
import { netError } from '../../testing/streams.ts';
import { createDotResolver } from './dot.ts';

let authority: Authority;
let byAddress: Identity;
let byName: Identity;
beforeAll(() => {
  authority = createAuthority();
  byAddress = authority.issue(['127.0.0.1']);
  byName = authority.issue(['dns.example']);
});
const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Asks a server that hangs up on a question; the server names and questions it got, and our failure. */
async function ask(identity: Identity, changes: Partial<Operator> = {}, roots = [authority.cert]) {
  const greeted: string[] = [];
  let questions = 0;
  const SNICallback = (name: string, done: (error: null) => void) => {
    greeted.push(name);
    done(null);
  };
  const server = await startTlsServer({ ...identity, SNICallback }, (socket) => {
    socket.once('data', () => {
      questions += 1;
      socket.end();
    });
  });
  const dialer = createLoopbackDialer();
  const operator: Operator = {
    id: 'test',
    name: 'Test',
    country: 'ZZ',
    addresses: ['127.0.0.1'],
    dot: { port: server.port },
    plain: false,
    source: '',
    ...changes,
  };
  const resolver = createDotResolver({
    operator,
    dialer,
    roots,
    clock: createFakeClock(),
    random: createSeededRandom(),
  });
  closers.push(resolver.close, server.close);
  const { failure } = await netError(
    resolver.resolve('web.example', 4, { signal: new AbortController().signal }),
  );
  return { failure, greeted, questions, open: dialer.open };
}

describe('the DoT resolver', () => {
  it('asks only where the certificate is for the operator’s name, or for its address where it has none (N7)', async () => {
    const named = await ask(byName, { certificateName: 'dns.example' });
    expect(named).toMatchObject({
      failure: 'eof_error',
      greeted: ['dns.example'],
      questions: 1,
    });
    const unnamed = await ask(byAddress);
    expect(unnamed).toMatchObject({ failure: 'eof_error', greeted: [], questions: 1 });
  });

  it.each([
    ['another name', () => ask(byName), 'ssl_invalid_hostname'],
    ['the address alone', () => ask(byAddress, { certificateName: 'dns.example' }), 'ssl_invalid_hostname'],
    ['a stranger', () => ask(byAddress, {}, [createAuthority('Other').cert]), 'ssl_unknown_authority'],
  ])('asks nothing of who shows a certificate of %s (N7)', async (_, asking, expected) => {
    const { failure, questions, open } = await asking();
    expect([failure, questions]).toEqual([expected, 0]);
    await expect.poll(open).toBe(0);
  });
});
