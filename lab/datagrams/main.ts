import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, isIPv4, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { connect as tls } from 'node:tls';
import { bindingRequest, mappedAddress } from '../world/stand-ins/stun.ts';

/**
 * A program with calls, that is told what to send by lines: `ask HOST PORT SECONDS` through its association with a SOCKS5 proxy until
 * an answer comes, `say HOST PORT` once, `bypass HOST PORT` once and without any proxy; `open HOST,HOST PORT` opens streams with TLS,
 * twice to each at the same time. It answers each with a line.
 */
const [proxyPort] = process.argv.slice(2);
const AGAIN_MS = 200;
const OPENED_MS = 10_000;
const [CONNECT, ASSOCIATE] = [1, 3];
const LOOPBACK = '127.0.0.1';

async function take(socket: Socket, length: number): Promise<Buffer> {
  for (;;) {
    const bytes: Buffer | null = socket.read(length);
    if (bytes !== null) return bytes;
    await once(socket, 'readable');
  }
}

/** Asks a SOCKS5 proxy for something (RFC 1928); the port that it answers with. */
async function wish(socket: Socket, command: number, address: Buffer): Promise<number> {
  await once(socket, 'connect');
  socket.write(Buffer.of(5, 1, 0));
  await take(socket, 2);
  socket.write(Buffer.concat([Buffer.of(5, command, 0), address]));
  const reply = await take(socket, 10);
  if (reply[1] !== 0) throw new Error(`the proxy answered ${reply[1]}`);
  return reply.readUInt16BE(8);
}

function addressed(host: string, port: number): Buffer {
  const address = isIPv4(host)
    ? Buffer.of(1, ...host.split('.').map(Number))
    : Buffer.concat([Buffer.of(3, host.length), Buffer.from(host)]);
  return Buffer.concat([address, Buffer.of(port >> 8, port & 0xff)]);
}

const wrapped = (data: Buffer, host: string, port: number): Buffer =>
  Buffer.concat([Buffer.of(0, 0, 0), addressed(host, port), data]);

/** What lies in a datagram from the proxy, which names an IPv4 address. */
const unwrapped = (datagram: Buffer): Buffer => datagram.subarray(10);

const control = connect(Number(proxyPort), LOOPBACK);
const relay = await wish(control, ASSOCIATE, addressed('0.0.0.0', 0));
control.resume().once('close', () => process.exit());
const own = createSocket('udp4');
own.bind(0, LOOPBACK);
await once(own, 'listening');
const bare = createSocket('udp4');
const tell = (text: string): void => void process.stdout.write(`${text}\n`);

async function ask(host: string, port: number, seconds: number): Promise<string> {
  const request = bindingRequest();
  const over = new AbortController();
  const say = () => own.send(wrapped(request, host, port), relay, LOOPBACK);
  const [timer, again] = [setTimeout(() => over.abort(), seconds * 1000), setInterval(say, AGAIN_MS)];
  say();
  try {
    for (;;) {
      const [datagram] = await once(own, 'message', { signal: over.signal });
      const address = Buffer.isBuffer(datagram) ? mappedAddress(unwrapped(datagram), request) : null;
      if (address !== null) return `answered to ${address}`;
    }
  } catch {
    return 'not answered';
  } finally {
    clearTimeout(timer);
    clearInterval(again);
  }
}

async function open(host: string, port: number): Promise<void> {
  const socket = connect(Number(proxyPort), LOOPBACK);
  try {
    await wish(socket, CONNECT, addressed(host, port));
    // Whose it is is no question here: it only has to come through.
    const stream = tls({ socket, servername: host, rejectUnauthorized: false });
    await once(stream, 'secureConnect', { signal: AbortSignal.timeout(OPENED_MS) });
  } catch {
    // That is what shows the program that its way is gone.
  } finally {
    socket.destroy();
  }
}

tell('associated');
for await (const line of createInterface({ input: process.stdin })) {
  const [what, host = '', port, seconds] = line.split(' ');
  const data = bindingRequest();
  if (what === 'ask') tell(await ask(host, Number(port), Number(seconds)));
  else if (what === 'open') {
    const hosts = host.split(',');
    await Promise.all([...hosts, ...hosts].map((one) => open(one, Number(port))));
    tell('done');
  } else {
    if (what === 'say') own.send(wrapped(data, host, Number(port)), relay, LOOPBACK);
    else bare.send(data, Number(port), host);
    tell('sent');
  }
}
process.exit();
