import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../testing/authority.ts';
import { startTlsServer } from '../testing/servers.ts';
import { certificateChain } from './certificate-chain.ts';
import { shownChain } from './shown-chain.ts';
import { sessionOf } from './tls-session.ts';

const root = createAuthority('An antivirus program');
const identity = root.issue(['chat.test']);
const der = (pem: string) => new X509Certificate(pem).raw.toString('base64');

async function meet(ca: readonly string[]) {
  const server = await startTlsServer(identity);
  const socket = connect({ ...server, servername: 'chat.test', ca: [...ca], rejectUnauthorized: false });
  onTestFinished(async () => {
    socket.destroy();
    await server.close();
  });
  await once(socket, 'secureConnect');
  return { socket, certificate: socket.getPeerCertificate(true) };
}

test('a session holds the chain without its root, and nothing of one whose root was added on this computer (R3)', async () => {
  const { socket, certificate } = await meet([root.cert]);
  expect(sessionOf(socket, certificate, []).certificates).toEqual([der(identity.cert)]);
  expect(sessionOf(socket, certificate, [root.cert]).certificates).toEqual([]);
});

test('a chain that leads to no root tells a session nothing, and a closer look what was shown', async () => {
  const { socket, certificate } = await meet([]);
  expect(sessionOf(socket, certificate, []).certificates).toEqual([]);
  expect(shownChain(socket).map(({ data }) => data)).toEqual([der(identity.cert)]);
});

test('a chain is followed to its root once, and no further than it may be', async () => {
  const { certificate } = await meet([root.cert]);
  const whole = certificateChain(certificate, 5);
  expect([whole.certificates.length, whole.endsInRoot]).toEqual([2, true]);
  const cut = certificateChain(certificate, 1);
  expect([cut.certificates.length, cut.endsInRoot]).toEqual([1, false]);
});
