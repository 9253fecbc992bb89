import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { MAX_OPAQUE_FLIGHT, readFirstFlight } from '../local-proxy/first-flight.ts';
import { MALFORMED, NEED_MORE, type Parsed, take } from '../local-proxy/parsed.ts';
import { hardClose } from '../local-proxy/streams.ts';
import { readTarget } from '../local-proxy/target.ts';
import { readUntil } from '../net/proxy/read-until.ts';
import { type Came, type Host, inTime, type Visitor } from './visitor.ts';

const MESSENGER = 'whatsapp';
/** Where the official proxy leads chats (its configuration has 5222); both ports speak the same. */
const CHAT = [443, 5222].map((port) => ({ host: 'g.whatsapp.net', port }));
/** Pictures are fetched by HTTPS, whatever port the proxy has for them. */
const MEDIA_PORT = 443;
/** What a phone's first bytes are: Noise's prologue, or the header that says which data centre it wants. */
const PROLOGUES = ['WA', 'ED'];

/** Chats as they are: Noise on bare TCP, which nobody between the phone and WhatsApp can read. */
export const carryChat: Host = (visitor) => carryChatOf(visitor, visitor.client);

/** Chats inside TLS that ends here; the certificate is our own, as the official proxy's is. */
export function carryChatInTls(secureContext: SecureContext): Host {
  return async (visitor) => {
    // A TLS socket that is ended before a word waits on for its handshake.
    await inTime(visitor, (signal) => readUntil(visitor.client, signal, putBack));
    const inner = new TLSSocket(visitor.client, { isServer: true, secureContext });
    inner.on('error', () => visitor.client.destroy());
    visitor.carriedBy(inner);
    await inTime(visitor, (signal) => once(inner, 'secure', { signal }));
    return carryChatOf(visitor, inner);
  };
}

const putBack = (chunk: Buffer) => ({ value: null, rest: chunk });

async function carryChatOf(visitor: Visitor, client: Socket): Promise<Came> {
  const { signal, carry } = visitor;
  const bytes = await inTime(visitor, (limited) => take(client, limited, readPrologue));
  if (bytes === null) return 'not-its-protocol';
  for (const target of CHAT) {
    const { kind } = await carry(client, { target, messenger: MESSENGER, flight: { bytes }, signal });
    if (kind === 'carried') return null;
    if (kind !== 'no-way') return kind;
  }
  hardClose(visitor.client);
  return null;
}

/** Everything that has come, once it shows what it is; null where it is no chat. At most 4 KiB is held. */
export function readPrologue(bytes: Buffer): Parsed<Buffer | null> {
  if (bytes.length < 2) return NEED_MORE;
  if (bytes.length > MAX_OPAQUE_FLIGHT) return MALFORMED;
  const isChat = PROLOGUES.includes(bytes.toString('latin1', 0, 2));
  return { state: 'parsed', value: isChat ? bytes : null, length: bytes.length };
}

/** Pictures: TLS from the phone to WhatsApp itself, led by the name in its hello, which must be WhatsApp's. */
export const carryMedia: Host = async (visitor) => {
  const { client, signal, carry, clock, handshake } = visitor;
  const limits = { firstByte: handshake, rest: handshake };
  const flight = await inTime(visitor, (limited) =>
    readFirstFlight(client, { ...limits, clock, signal: limited }),
  );
  // It thought again, or kept silent for too long.
  if (flight.bytes.length === 0) return client.readableEnded || client.destroyed ? null : 'too-slow';
  if (flight.hello === undefined) return 'not-its-protocol';
  const target = readTarget(flight.hello.serverName ?? '', MEDIA_PORT);
  if (target === undefined) return 'not-a-messenger';
  const { kind } = await carry(client, { target, messenger: MESSENGER, flight, signal });
  if (kind === 'no-way') hardClose(client);
  return kind === 'carried' || kind === 'no-way' ? null : kind;
};
