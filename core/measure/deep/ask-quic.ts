import { generateKeyPairSync } from 'node:crypto';
import type { HostPort } from '../../model/address.ts';
import { NetError } from '../../model/failure.ts';
import type { Random } from '../../model/time.ts';
import { askByDatagram, type DatagramTools } from './ask-by-datagram.ts';
import { encodeQuicHello } from './quic-hello.ts';
import { initialKeys } from './quic-initial.ts';
import { encodeInitial, encodeVersionProbe, type QuicAnswer, readQuicAnswer } from './quic-packet.ts';

const ID_LENGTH = 8;
/** Of an X25519 public key in DER, what comes before its 32 bytes (RFC 8410 §4). */
const DER_PREFIX = 12;

/**
 * Asks for a version that nobody speaks: answered, QUIC's datagrams come through to that address, whatever is done to version 1
 * or to names in it. Rejects as `askByDatagram` does.
 */
export function askQuicVersions(to: HostPort, random: Random, tools: DatagramTools): Promise<QuicAnswer> {
  const ids = freshIds(random);
  const keys = initialKeys(ids.destination).server;
  const read = (datagram: Uint8Array) => {
    const answer = readQuicAnswer(datagram, ids, keys);
    return answer?.kind === 'versions' ? answer : null;
  };
  return askByDatagram({ to, protocol: 'quic-versions', bytes: encodeVersionProbe(ids), read }, tools);
}

/** Sends a true first flight of version 1 with a name in it: a server answers with its own, or wants it again (Retry). Rejects as `askByDatagram` does. */
export async function askQuicHello(
  to: HostPort,
  serverName: string,
  random: Random,
  tools: DatagramTools,
): Promise<void> {
  const ids = freshIds(random);
  const { client, server } = initialKeys(ids.destination);
  const { publicKey } = generateKeyPairSync('x25519');
  const hello = encodeQuicHello({
    serverName,
    random: random.bytes(32),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).subarray(DER_PREFIX),
    source: ids.source,
  });
  const read = (datagram: Uint8Array) => readQuicAnswer(datagram, ids, server);
  const question = { to, protocol: 'quic-initial', bytes: encodeInitial(ids, hello, client), read };
  const answer = await askByDatagram(question, tools);
  if (answer.kind === 'versions') throw new NetError('dialogue', 'x_unexpected_answer');
}

function freshIds(random: Random) {
  return { destination: random.bytes(ID_LENGTH), source: random.bytes(ID_LENGTH) };
}
