import { createHook } from 'node:async_hooks';
import { createSocket } from 'node:dgram';
import { lookup, Resolver } from 'node:dns';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { place, startEngine, withOwnFolder } from './testing/window.ts';
import { FINGERPRINT, ID, KEY, PUBLIC } from './transports/links/testing/sent.ts';
import { BY_PROGRAMS } from './transports/links/testing/sent-by-programs.ts';
import { IN_MESSAGES } from './transports/links/testing/sent-in-messages.ts';

withOwnFolder();

/** What Node calls a connection, a question to DNS by whatever way, and a socket for datagrams. */
const OUTSIDE = ['TCPCONNECTWRAP', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'QUERYWRAP', 'UDPWRAP'];
const SAMPLES = [...IN_MESSAGES, ...BY_PROGRAMS];

/** What this process begins to say to anybody from now on. */
function watchOutside(): { readonly said: string[]; readonly stop: () => void } {
  const said: string[] = [];
  const hook = createHook({ init: (_, type) => void (OUTSIDE.includes(type) && said.push(type)) });
  hook.enable();
  const stop = () => void hook.disable();
  onTestFinished(stop);
  return { said, stop };
}

test('whoever connects, asks for a name or sends a datagram is seen', async () => {
  const port = await place();
  const { said, stop } = watchOutside();
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  await new Promise((resolve) => lookup('localhost', resolve));
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${port}`]);
  resolver.resolve4('a.example', () => undefined);
  resolver.cancel();
  const datagrams = createSocket('udp4');
  await new Promise((resolve) => datagrams.send('x', port, '127.0.0.1', resolve));
  datagrams.close();
  stop();
  expect([...new Set(said)].sort()).toEqual(['GETADDRINFOREQWRAP', 'QUERYWRAP', 'TCPCONNECTWRAP', 'UDPWRAP']);
});

test('whatever is pasted is described without asking anybody, and without its secrets (S2)', async () => {
  const { engine } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
  await engine.call('describeLinks', { text: '' });
  const { said, stop } = watchOutside();
  const described: string[] = [];
  let known = 0;
  for (const [what, text] of SAMPLES) {
    const answer = await engine.call('describeLinks', { text });
    if (!answer.ok) throw new Error(`${what}: ${answer.error.code}`);
    const { proposals, lists, problems } = answer.value;
    known += proposals.length + lists.length + problems.length;
    described.push(JSON.stringify([proposals, lists, problems]));
  }
  stop();
  expect(said).toEqual([]);
  expect(known).toBeGreaterThan(SAMPLES.length);
  const secrets = [
    ID,
    KEY,
    PUBLIC,
    FINGERPRINT,
    'geheim',
    'letmein',
    '0001020304',
    'sub/abcdef',
    'cert=',
    ':pass',
  ];
  for (const secret of secrets) expect(described.filter((text) => text.includes(secret))).toEqual([]);
});
