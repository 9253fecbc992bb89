import { type ByteRange, Cursor } from './cursor.ts';

export const CLIENT_HELLO = 1;
/** Handshake type (1 byte) and length (3 bytes). */
export const HANDSHAKE_HEADER = 4;
export const EXTENSION = {
  serverName: 0,
  alpn: 16,
  padding: 21,
  earlyData: 42,
  keyShare: 51,
  encryptedClientHello: 0xfe0d,
} as const;
const HOST_NAME = 0;
const MAX_SERVER_NAME = 255;

interface HelloExtension {
  readonly type: number;
  /** The extension's data, without its type and length. */
  readonly data: ByteRange;
}

/** What a ClientHello says (RFC 8446 §4.1.2). Ranges are positions in the handshake message, its header included. */
export interface HelloBody {
  readonly random: ByteRange;
  readonly sessionId: ByteRange;
  /** All extensions with their types and lengths, without the length of the whole. */
  readonly extensionBlock: ByteRange;
  readonly extensions: readonly HelloExtension[];
  readonly serverName: { readonly name: string; readonly range: ByteRange } | undefined;
  readonly alpn: readonly string[];
}

/** Parses a whole ClientHello message, header included; undefined when it is malformed. Never throws. */
export function parseHelloBody(message: Uint8Array): HelloBody | undefined {
  const cursor = new Cursor(message);
  cursor.skip(HANDSHAKE_HEADER);
  cursor.skip(2);
  const random = cursor.skip(32);
  const sessionId = cursor.vector(1);
  const cipherSuites = cursor.vector(2);
  const compressions = cursor.vector(1);
  if (cursor.overrun || sessionId.end - sessionId.start > 32) return undefined;
  if (cipherSuites.end - cipherSuites.start < 2 || compressions.end === compressions.start) return undefined;
  // Before TLS 1.3 a hello could end here, without the length of any extensions.
  const extensionBlock = cursor.left === 0 ? cursor.skip(0) : cursor.vector(2);
  if (cursor.overrun || cursor.left > 0) return undefined;
  const extensions = parseExtensions(message, extensionBlock);
  if (extensions === undefined) return undefined;
  const serverName = parseServerName(message, extensions);
  const alpn = parseAlpn(message, extensions);
  if (serverName === 'malformed' || alpn === undefined) return undefined;
  return { random, sessionId, extensionBlock, extensions, serverName, alpn };
}

function parseExtensions(message: Uint8Array, block: ByteRange): readonly HelloExtension[] | undefined {
  const cursor = new Cursor(message, block);
  const extensions: HelloExtension[] = [];
  while (cursor.left > 0) extensions.push({ type: cursor.number(2), data: cursor.vector(2) });
  return cursor.overrun ? undefined : extensions;
}

/** The first name of type host_name (RFC 6066 §3). */
function parseServerName(
  message: Uint8Array,
  extensions: readonly HelloExtension[],
): HelloBody['serverName'] | 'malformed' {
  const extension = extensions.find(({ type }) => type === EXTENSION.serverName);
  if (extension === undefined) return undefined;
  const outer = new Cursor(message, extension.data);
  const list = new Cursor(message, outer.vector(2));
  if (outer.overrun || outer.left > 0) return 'malformed';
  while (list.left > 0) {
    const type = list.number(1);
    const range = list.vector(2);
    if (list.overrun) return 'malformed';
    if (type !== HOST_NAME) continue;
    const bytes = message.subarray(range.start, range.end);
    if (bytes.length === 0 || bytes.length > MAX_SERVER_NAME || !bytes.every(isVisible)) return 'malformed';
    return { name: String.fromCharCode(...bytes), range };
  }
  return undefined;
}

/** The protocol names offered (RFC 7301 §3.1), none without the extension. */
function parseAlpn(
  message: Uint8Array,
  extensions: readonly HelloExtension[],
): readonly string[] | undefined {
  const extension = extensions.find(({ type }) => type === EXTENSION.alpn);
  if (extension === undefined) return [];
  const outer = new Cursor(message, extension.data);
  const list = new Cursor(message, outer.vector(2));
  const names: string[] = [];
  while (list.left > 0) {
    const { start, end } = list.vector(1);
    names.push(String.fromCharCode(...message.subarray(start, end)));
  }
  return outer.overrun || outer.left > 0 || list.overrun ? undefined : names;
}

function isVisible(byte: number): boolean {
  return byte > 0x20 && byte < 0x7f;
}
