import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HostPort } from '../model/address.ts';
import { NetError } from '../model/failure.ts';
import type { RequestProxy } from '../model/network-proxy.ts';
import { classify } from '../net/classify.ts';
import { httpStatus } from './http-connect.ts';
import { onwardHeaders, requestHeaders } from './http-headers.ts';
import { type AbsoluteTarget, readAbsoluteTarget } from './http-target.ts';
import { refusalOf } from './refusal.ts';
import { MAX_HEAD } from './request-head.ts';
import { firstToConnect, usableRungs } from './rungs.ts';
import type { House } from './visit.ts';

const KEEP_ALIVE_MS = 60_000;

/** Takes over a client whose first request head is still unread in its stream. */
export type HttpForwarder = (client: Socket) => void;

/**
 * Forwards requests in absolute form, one after the other on one client connection, each over a connection of its
 * own. Node's parser reads both sides in its strict mode: a message with two lengths, or with a length and a transfer
 * coding, is refused. We add no Via: it would tell servers that a proxy is in use. A request is never sent twice.
 */
export function createHttpForwarder(house: House): HttpForwarder {
  const server = createServer({ maxHeaderSize: MAX_HEAD, keepAliveTimeout: KEEP_ALIVE_MS });
  server.timeout = house.limits.idle;
  server.on('request', (incoming, outgoing) => {
    forward(house, incoming, outgoing).catch((error: unknown) => refuse(outgoing, error));
  });
  return (client) => {
    server.emit('connection', client);
    client.resume();
  };
}

async function forward(house: House, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const asked = readAbsoluteTarget(incoming.url ?? '');
  if (asked === undefined) {
    // Not addressed to a proxy: as with a wrong PAC path, whoever asks learns nothing.
    incoming.socket.destroy();
    return;
  }
  const left = new AbortController();
  outgoing.once('close', () => left.abort(new NetError('write', 'interrupted')));
  const { server, by, carried, failed } = await dialFor(house, asked.target, left.signal);
  outgoing.once('close', () => server.destroy());
  if (left.signal.aborted) server.destroy();
  const response = await ask(server, asked, incoming, by).catch((error: unknown) => {
    const unanswered = classify(error, 'read');
    if (!left.signal.aborted) failed(unanswered);
    throw unanswered;
  });
  carried();
  const { statusCode = 502, statusMessage, rawHeaders } = response;
  outgoing.writeHead(statusCode, statusMessage, onwardHeaders(rawHeaders).flat());
  await pipeline(response, outgoing);
}

interface Way {
  readonly server: Duplex;
  /** The proxy that the request is said to; null: the server itself. */
  readonly by: RequestProxy | null;
  carried(): void;
  failed(error: NetError): void;
}

async function dialFor(house: House, target: HostPort, signal: AbortSignal): Promise<Way> {
  const { table } = house;
  const decision = table.decide(target);
  if (decision.kind === 'direct') {
    const by = await house.requestProxy(target, signal);
    const server = await house.dial(by?.dialer ?? house.direct, target, { signal });
    return { server, by, carried: () => undefined, failed: () => undefined };
  }
  if (decision.kind === 'refuse') throw new NetError('connect', 'x_proxy_forbidden_target');
  const { key } = decision;
  const rungs = usableRungs(decision, target);
  const { server, transport } = await firstToConnect(house, { ...decision, rungs }, target, signal);
  return {
    server,
    by: null,
    carried: () => table.carried(key, transport),
    failed: (error) => table.failed(key, transport, error),
  };
}

function ask(
  server: Duplex,
  { path, authority }: AbsoluteTarget,
  incoming: IncomingMessage,
  by: RequestProxy | null,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method } = incoming;
    const said = by === null ? path : `http://${authority}${path}`;
    const onward = request({ createConnection: () => server, method, path: said, setHost: false });
    if (by !== null && by.authorization !== null)
      onward.appendHeader('Proxy-Authorization', by.authorization);
    onward.once('response', resolve).once('error', reject);
    for (const [name, value] of requestHeaders(incoming, authority)) onward.appendHeader(name, value);
    // Its failure is the request's own, which is told above.
    pipeline(incoming, onward).catch(() => undefined);
  });
}

function refuse(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent || outgoing.destroyed) {
    outgoing.destroy();
    return;
  }
  // Content of a refused request may still be coming: it must not be taken for the next request.
  const status = httpStatus(refusalOf(classify(error, 'connect').failure));
  outgoing.writeHead(status, { Connection: 'close', 'Content-Length': 0 });
  outgoing.end();
}
