import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { OfferedFile } from './files.ts';
import { type PageWords, renderPage } from './page.ts';
import { readRange } from './range.ts';
import { readRequest } from './request.ts';

const MOST_CONNECTIONS = 64;
/** Of one address: a browser opens a few. */
const MOST_OF_ONE = 8;
/** Refusals of one address, after which it is not heard any more: the token has almost 40 bits. */
const MOST_REFUSED = 100;
/** Milliseconds for a request's head, and without a byte taken. */
const HEAD_MS = 5_000;
const STALLED_MS = 60_000;
/** Android offers to install what is called so, and only that. */
const APK = 'application/vnd.android.package-archive';

export interface ServeOptions {
  /** Of this computer, in networks of a home or an office; each gets a door of its own. */
  readonly addresses: readonly string[];
  readonly token: string;
  readonly files: readonly (OfferedFile & { readonly sha256: string })[];
  readonly words: PageWords;
  /** How many files are being loaded, and how many were loaded whole. Must be quick and not throw. */
  readonly onUse: (use: { readonly loading: number; readonly loaded: number }) => void;
  /** Whether somebody with that address may ask: the same networks again. */
  readonly mayAsk: (address: string) => boolean;
}

export interface Serving {
  /** Whole addresses of the page, IPv4 first. */
  readonly urls: readonly string[];
  /** Ends every connection. */
  close(): Promise<void>;
}

const hostOf = (address: string, port: number) => `${isIPv6(address) ? `[${address}]` : address}:${port}`;

/** Offers files, and nothing else, to people beside us. Rejects where no address can be listened on. */
export async function serveFiles(options: ServeOptions): Promise<Serving> {
  const { addresses, token, files, words, onUse, mayAsk } = options;
  const hosts = new Set<string>();
  const offered = { token, hosts, names: files.map(({ name }) => name) };
  const page = Buffer.from(renderPage(words, token, files));
  const refusals = new Map<string, number>();
  const connections = new Map<string, number>();
  let [loading, loaded] = [0, 0];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host, range } = request.headers;
    const { method, url } = request;
    const wanted = readRequest(
      { ...(method && { method }), ...(url && { url }), ...(host && { host }) },
      offered,
    );
    if (wanted.kind === 'refused') return refuse(request, response, wanted.status);
    if (wanted.kind === 'page') {
      response.writeHead(200, {
        ...HEADERS,
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': page.length,
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
      });
      return void response.end(method === 'HEAD' ? undefined : page);
    }
    const file = files[wanted.index];
    const handle = file === undefined ? null : await openAsOffered(file);
    if (file === undefined || handle === null) return refuse(request, response, 404);
    try {
      await send(file, handle, { range: isFresh(request, file) ? range : undefined, method, response });
    } finally {
      await handle.close();
    }
  }

  async function send(
    file: ServeOptions['files'][number],
    handle: FileHandle,
    {
      range,
      method,
      response,
    }: { range: string | undefined; method: string | undefined; response: ServerResponse },
  ): Promise<void> {
    const part = readRange(range, file.size);
    const common = {
      ...HEADERS,
      'Accept-Ranges': 'bytes',
      ETag: `"${file.sha256}"`,
      'Content-Type': /\.apk$/i.test(file.name) ? APK : 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    };
    if (part === 'unsatisfiable') {
      response.writeHead(416, { ...common, 'Content-Range': `bytes */${file.size}`, 'Content-Length': 0 });
      return void response.end();
    }
    const { first, last } = part ?? { first: 0, last: file.size - 1 };
    response.writeHead(part === null ? 200 : 206, {
      ...common,
      'Content-Length': last - first + 1,
      ...(part !== null && { 'Content-Range': `bytes ${first}-${last}/${file.size}` }),
    });
    if (method === 'HEAD') return void response.end();
    loading += 1;
    onUse({ loading, loaded });
    try {
      const stream = handle.createReadStream({ start: first, end: last, autoClose: false });
      await pipeline(stream, response);
      if (last === file.size - 1) loaded += 1;
    } catch {
      // Who asked has gone, or the disk has: the connection shows it.
    } finally {
      loading -= 1;
      onUse({ loading, loaded });
    }
  }

  function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
    const { remoteAddress = '' } = request.socket;
    if (refusals.size < MOST_CONNECTIONS * 16 || refusals.has(remoteAddress))
      refusals.set(remoteAddress, (refusals.get(remoteAddress) ?? 0) + 1);
    response.writeHead(status, { ...HEADERS, 'Content-Length': 0, Connection: 'close' });
    response.end();
  }

  function listen(address: string): Promise<Server> {
    const server = createServer(
      { headersTimeout: HEAD_MS, requestTimeout: HEAD_MS, keepAliveTimeout: HEAD_MS, maxHeaderSize: 8_192 },
      (request, response) => void answer(request, response).catch(() => response.destroy()),
    );
    server.maxConnections = MOST_CONNECTIONS;
    server.maxHeadersCount = 64;
    server.on('connection', (socket) => {
      const { remoteAddress = '' } = socket;
      const count = (connections.get(remoteAddress) ?? 0) + 1;
      if (!mayAsk(remoteAddress) || count > MOST_OF_ONE || (refusals.get(remoteAddress) ?? 0) > MOST_REFUSED)
        return void socket.destroy();
      connections.set(remoteAddress, count);
      socket.setTimeout(STALLED_MS, () => socket.destroy());
      socket.once('close', () => {
        const left = (connections.get(remoteAddress) ?? 1) - 1;
        if (left === 0) connections.delete(remoteAddress);
        else connections.set(remoteAddress, left);
      });
    });
    return new Promise((resolve, reject) => {
      server.once('error', reject).listen({ host: address, port: 0, exclusive: true }, () => resolve(server));
    });
  }

  const started = await Promise.allSettled(addresses.map(listen));
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const urls = servers.flatMap((server) => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) return [];
    const host = hostOf(address.address, address.port);
    hosts.add(host);
    return [`http://${host}/${token}/`];
  });
  if (urls.length === 0) throw new Error('no address of this computer can be listened on');
  return {
    urls,
    async close() {
      await Promise.all(
        servers.map(async (server) => {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          await closed;
        }),
      );
    },
  };
}

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** A part of another file must not be put behind one's own. */
const isFresh = ({ headers }: IncomingMessage, { sha256 }: { readonly sha256: string }) =>
  headers['if-range'] === undefined || headers['if-range'] === `"${sha256}"`;

/** Opens the file that was listed; null where that is another one by now, or a link. */
async function openAsOffered({ path, size, changedAt }: OfferedFile): Promise<FileHandle | null> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(() => null);
  const found = await handle?.stat().catch(() => null);
  if (found?.isFile() && found.size === size && found.mtimeMs === changedAt) return handle ?? null;
  await handle?.close();
  return null;
}
