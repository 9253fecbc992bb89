import { createSocket } from 'node:dgram';
import { get } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as connectTls } from 'node:tls';
import dnsPacket from 'dns-packet';
import * as v from 'valibot';
import { type CheckedRequest, type Reply, requestSchema } from './requests.ts';
import { shapedStream } from './shape.ts';

type Of<Kind extends CheckedRequest['do']> = Extract<CheckedRequest, { do: Kind }>;
type Settle = (outcome: string) => void;

/** Runs one exchange until it settles or its time is over. */
function attempt(
  waitMs: number,
  work: (reply: Reply, settle: Settle, since: () => number) => void,
): Promise<Reply> {
  const start = performance.now();
  const since = () => Math.round((performance.now() - start) * 10) / 10;
  const reply: Reply = { outcome: 'timeout', received: 0, answers: [] };
  return new Promise((resolve) => {
    const settle = (outcome: string) => resolve({ ...reply, outcome, totalMs: since() });
    setTimeout(() => settle('timeout'), waitMs);
    work(reply, settle, since);
  });
}

function dial(address: string, port: number, reply: Reply, settle: Settle, since: () => number): Socket {
  const socket = connectTcp({ host: address, port, noDelay: true });
  socket.on('connect', () => {
    reply.connectMs = since();
  });
  socket.on('error', (error) => settle(codeOf(error)));
  return socket;
}

function tls({ address, name, shape, bytes, waitMs }: Of<'tls'>): Promise<Reply> {
  return attempt(waitMs, (reply, settle, since) => {
    const socket = dial(address, 443, reply, settle, since);
    const secure = connectTls({
      socket: shapedStream(socket, shape, name),
      servername: name,
      rejectUnauthorized: false,
    });
    secure.on('secureConnect', () => {
      reply.from = String(secure.getPeerCertificate().subject.CN);
      secure.write(String(bytes));
    });
    secure.on('data', (chunk: Buffer) => {
      reply.received += chunk.length;
    });
    secure.on('end', () => settle(reply.from === undefined ? 'closed' : 'ok'));
    secure.on('error', (error) => settle(codeOf(error)));
  });
}

function raw({ address, hex, waitMs }: Of<'raw'>): Promise<Reply> {
  return attempt(waitMs, (reply, settle, since) => {
    const socket = dial(address, 443, reply, settle, since);
    socket.write(Buffer.from(hex, 'hex'));
    socket.on('data', () => settle('ok'));
    socket.on('end', () => settle('closed'));
  });
}

async function connect({ address, times }: Of<'connect'>): Promise<Reply> {
  const sorted: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const { connectMs } = await attempt(1000, (reply, settle, since) => {
      const socket = dial(address, 80, reply, settle, since);
      socket.on('connect', () => {
        socket.destroy();
        settle('ok');
      });
    });
    sorted.push(connectMs ?? Number.POSITIVE_INFINITY);
  }
  sorted.sort((one, other) => one - other);
  return { outcome: 'ok', connectMs: sorted[times >> 2] ?? Number.NaN, received: 0, answers: [] };
}

function http({ address, bytes, waitMs }: Of<'http'>): Promise<Reply> {
  return attempt(waitMs, (reply, settle) => {
    const host = address.includes(':') ? `[${address}]` : address;
    const request = get(`http://${host}/${bytes}`, { agent: false }, (response) => {
      reply.from = String(response.headers.server);
      response.on('data', (chunk: Buffer) => {
        reply.received += chunk.length;
      });
      response.on('end', () => settle('ok'));
    });
    request.on('error', (error) => settle(codeOf(error)));
  });
}

function dns({ resolver, name, over, waitMs }: Of<'dns'>): Promise<Reply> {
  return attempt(waitMs, (reply, settle, since) => {
    const query = dnsPacket.encode({ type: 'query', id: 1, questions: [{ type: 'A', name }] });
    const onAnswer = (content: Buffer) => {
      const { answers = [], rcode } = { rcode: 'NOERROR', ...dnsPacket.decode(content) };
      const [first] = answers;
      reply.answers.push({ ms: since(), text: first?.type === 'A' ? first.data : rcode });
    };
    setTimeout(() => settle(reply.answers.length > 0 ? 'ok' : 'timeout'), waitMs - 20);
    if (over === 'udp') {
      const socket = createSocket('udp4');
      socket.on('message', onAnswer);
      socket.send(query, 53, resolver);
    } else {
      const socket = dial(resolver, 53, reply, settle, since);
      socket.write(Buffer.concat([Buffer.of(0, query.length), query]));
      socket.on('data', (content) => onAnswer(content.subarray(2)));
    }
  });
}

function echo({ address, count }: Of<'echo'>): Promise<Reply> {
  const perTick = 5;
  return attempt((count / perTick) * 6 + 2000, (reply, settle) => {
    const socket = createSocket('udp4');
    let sent = 0;
    socket.on('message', () => {
      reply.received += 1;
    });
    const ticking = setInterval(() => {
      for (let index = 0; index < perTick; index += 1) socket.send('echo', 7, address);
      sent += perTick;
      if (sent < count) return;
      clearInterval(ticking);
      setTimeout(() => settle('ok'), 500);
    }, 3);
  });
}

function perform(request: CheckedRequest): Promise<Reply> {
  switch (request.do) {
    case 'tls':
      return tls(request);
    case 'raw':
      return raw(request);
    case 'connect':
      return connect(request);
    case 'http':
      return http(request);
    case 'dns':
      return dns(request);
    case 'echo':
      return echo(request);
  }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

// A connection that a censor ends may raise an error after its exchange was settled.
process.on('uncaughtException', () => {});
const requests = v.parse(v.array(requestSchema), JSON.parse(process.argv[2] ?? '[]'));
void Promise.all(requests.map(perform)).then((replies) => {
  process.stdout.write(JSON.stringify(replies), () => process.exit(0));
});
