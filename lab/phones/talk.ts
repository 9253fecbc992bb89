import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { clientHello, isServerHello } from '../world/stand-ins/noise.ts';
import { DataCentreClient } from '../world/stand-ins/obfuscated2.ts';

const TIMEOUT_MS = 15_000;
/** A data centre of Telegram's, as its apps know it. */
export const CENTRE = { host: '149.154.167.51', port: 443 };

export interface Reach {
  readonly host: string;
  readonly port: number;
  /** Which phone. */
  readonly from: string;
}

/** A connection of a phone. Errors are seen by who reads. */
export function dial({ host, port, from }: Reach): Socket {
  const socket = connect({ host, port, localAddress: from, allowHalfOpen: false, noDelay: true });
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
  socket.on('error', () => undefined);
  return socket;
}

/** Reads until `isEnough`; rejects where the stream ends before. */
export async function hear(stream: Duplex, isEnough: (bytes: Buffer) => boolean): Promise<Buffer> {
  let heard: Buffer = Buffer.alloc(0);
  while (!isEnough(heard)) {
    const chunk: unknown = stream.read();
    if (chunk instanceof Buffer) heard = Buffer.concat([heard, chunk]);
    else if (stream.destroyed || stream.readableEnded)
      throw stream.errored ?? new Error('the connection ended');
    else await Promise.race([once(stream, 'readable'), once(stream, 'end'), once(stream, 'close')]);
  }
  return heard;
}

/** Everything that comes until the end. */
export async function hearOut(stream: Duplex): Promise<Buffer> {
  let heard: Buffer = Buffer.alloc(0);
  await hear(stream, (bytes) => {
    heard = bytes;
    return false;
  }).catch(() => undefined);
  return heard;
}

/** Begins TLS on a connection. */
export async function secure(
  socket: Socket,
  options: { readonly servername?: string; readonly ca?: string; readonly rejectUnauthorized?: boolean },
): Promise<TLSSocket> {
  const tls = connectTls({ socket, ...options });
  await Promise.race([
    once(tls, 'secureConnect'),
    once(socket, 'close').then(() => Promise.reject(new Error('the connection ended in its handshake'))),
  ]);
  tls.on('error', () => undefined);
  return tls;
}

/** The first exchange of WhatsApp's chat. */
export async function chat(stream: Duplex): Promise<void> {
  stream.write(clientHello());
  await hear(stream, isServerHello);
}

/** A page of WhatsApp's pictures. */
export async function picture(socket: Socket, servername: string, ca: string): Promise<void> {
  const tls = await secure(socket, { servername, ca });
  tls.write(`GET / HTTP/1.1\r\nHost: ${servername}\r\nConnection: close\r\n\r\n`);
  const answer = await hear(tls, (bytes) => bytes.includes('\r\n'));
  if (!/^HTTP\/1\.1 \d{3}/.test(answer.toString('latin1'))) throw new Error('no answer of HTTP');
}

export interface Credentials {
  readonly user: string;
  readonly pass: string;
}

/** SOCKS5 with name and password (RFC 1928, 1929): the reply's code, or why it came to none. */
export async function socks(
  socket: Socket,
  { user, pass }: Credentials,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number | 'wrong password' | 'closed'> {
  try {
    socket.write(Buffer.of(5, 1, 2));
    await hear(socket, (bytes) => bytes.length >= 2);
    socket.write(
      Buffer.concat([
        Buffer.of(1, user.length),
        Buffer.from(user),
        Buffer.of(pass.length),
        Buffer.from(pass),
      ]),
    );
    const verdict = await hear(socket, (bytes) => bytes.length >= 2);
    if (verdict[1] !== 0) return 'wrong password';
    const isAddress = /^[\d.]+$/.test(host);
    const target = isAddress
      ? Buffer.from(host.split('.').map(Number))
      : Buffer.of(host.length, ...Buffer.from(host));
    socket.write(
      Buffer.concat([Buffer.of(5, 1, 0, isAddress ? 1 : 3), target, Buffer.of(port >> 8, port & 0xff)]),
    );
    const reply = await hear(socket, (bytes) => bytes.length >= 10);
    return reply[1] ?? 'closed';
  } catch {
    return 'closed';
  }
}

/** The first exchange of Telegram's app with its data centre, through SOCKS5. */
export async function telegram(socket: Socket, credentials: Credentials): Promise<void> {
  const reply = await socks(socket, credentials, CENTRE);
  if (reply !== 0) throw new Error(`SOCKS5 answered ${reply}`);
  await greet(socket, new DataCentreClient(2));
}

/** The same through MTProto with a secret. */
export const telegramBySecret = (socket: Socket, secret: Buffer): Promise<void> =>
  greet(socket, new DataCentreClient(2, secret));

async function greet(socket: Socket, centre: DataCentreClient): Promise<void> {
  socket.write(centre.firstFlight());
  await hear(socket, (bytes) => bytes.length >= 4 && centre.isResPq(bytes));
}
