import type { ByteRange } from './cursor.ts';
import { CLIENT_HELLO, EXTENSION, HANDSHAKE_HEADER, type HelloBody, parseHelloBody } from './parse.ts';
import { concatBytes, HANDSHAKE_RECORD, payloadOf, RECORD_HEADER, readRecordHeader } from './records.ts';

/** The longest first flight that is held back: one full record and room for headers. */
export const MAX_FIRST_FLIGHT = 17 * 1024;
/** Hellos of browsers outgrew one TCP segment with their post-quantum key share. */
const BROWSER_SIZED = 1400;

export interface HelloRecord extends ByteRange {
  /** Legacy record version, 0x0300–0x0304. */
  readonly version: number;
}

/** A whole ClientHello and where its parts lie. */
export interface ClientHello {
  /** The records the hello lies in; their length is what was consumed of the first flight. */
  readonly bytes: Uint8Array;
  /** Positions of the records in `bytes`, headers included. */
  readonly records: readonly HelloRecord[];
  /** The records' payloads put together. */
  readonly handshake: Uint8Array;
  /** As sent; undefined where the hello has none. */
  readonly serverName: string | undefined;
  /** Where the name lies in `handshake`. */
  readonly nameInHandshake: ByteRange | undefined;
  /** Where the name lies in `bytes`; record headers may interrupt it. */
  readonly nameInBytes: ByteRange | undefined;
  readonly alpn: readonly string[];
  /** Longer than one TCP segment, as the hellos of today's browsers are. */
  readonly browserSized: boolean;
  /** Early data may follow: such a flight must not be sent twice (RFC 8446 §8). */
  readonly earlyData: boolean;
  readonly body: HelloBody;
}

export type HelloReading =
  | { readonly state: 'need-more' }
  /** Not a ClientHello, a malformed one, or one longer than MAX_FIRST_FLIGHT. */
  | { readonly state: 'not-tls' }
  | { readonly state: 'hello'; readonly hello: ClientHello };

const NEED_MORE: HelloReading = { state: 'need-more' };
const NOT_TLS: HelloReading = { state: 'not-tls' };

/** Reads a ClientHello at the start of what a client sent so far (RFC 8446 §4.1.2, §5.1). Never throws. */
export function readClientHello(flight: Uint8Array): HelloReading {
  return new HelloReader().push(flight);
}

/** Reads a ClientHello that arrives in any pieces. Never throws. */
export class HelloReader {
  #flight: Uint8Array = new Uint8Array(0);
  #reading = NEED_MORE;
  readonly #records: HelloRecord[] = [];
  #payloadLength = 0;

  /** Everything pushed so far: the hello, and what came behind it. */
  get flight(): Uint8Array {
    return this.#flight;
  }

  /** Takes the next bytes. Once it has said `not-tls` or `hello` it keeps saying so. */
  push(chunk: Uint8Array): HelloReading {
    this.#flight = concatBytes([this.#flight, chunk]);
    while (this.#reading === NEED_MORE && this.#readRecord()) {}
    return this.#reading;
  }

  /** Whether there was a whole record to read. */
  #readRecord(): boolean {
    const start = this.#records.at(-1)?.end ?? 0;
    const header = readRecordHeader(this.#flight, start, [HANDSHAKE_RECORD]);
    const end = start + RECORD_HEADER + (typeof header === 'object' ? header.length : 0);
    if (header === 'not-tls' || end > MAX_FIRST_FLIGHT) return this.#conclude(NOT_TLS);
    if (header === 'need-more') return false;
    const records = [...this.#records.slice(0, HANDSHAKE_HEADER), { start, end }];
    const length = messageLength(payloadOf(this.#flight, records));
    if (length === 'not-tls') return this.#conclude(NOT_TLS);
    if (this.#flight.length < end) return false;
    this.#records.push({ start, end, version: header.version });
    this.#payloadLength += header.length;
    if (length === undefined || this.#payloadLength < length) return true;
    return this.#conclude(describe(this.#flight.subarray(0, end), this.#records, length));
  }

  #conclude(reading: HelloReading): boolean {
    this.#reading = reading;
    return false;
  }
}

/** Length of a ClientHello with its header, or undefined while its header is not all there. */
function messageLength([type, high, middle, low]: Uint8Array): number | undefined | 'not-tls' {
  if (type !== undefined && type !== CLIENT_HELLO) return 'not-tls';
  if (high === undefined || middle === undefined || low === undefined) return undefined;
  const length = HANDSHAKE_HEADER + high * 65536 + middle * 256 + low;
  return length > MAX_FIRST_FLIGHT ? 'not-tls' : length;
}

function describe(bytes: Uint8Array, records: readonly HelloRecord[], length: number): HelloReading {
  const handshake = payloadOf(bytes, records);
  const body = parseHelloBody(handshake.subarray(0, length));
  if (body === undefined) return NOT_TLS;
  const nameInHandshake = body.serverName?.range;
  const hello = {
    bytes,
    records,
    handshake,
    serverName: body.serverName?.name,
    nameInHandshake,
    nameInBytes: nameInHandshake && {
      start: positionInBytes(records, nameInHandshake.start),
      end: positionInBytes(records, nameInHandshake.end - 1) + 1,
    },
    alpn: body.alpn,
    browserSized: bytes.length > BROWSER_SIZED,
    earlyData: body.extensions.some(({ type }) => type === EXTENSION.earlyData),
    body,
  };
  return { state: 'hello', hello };
}

/** Where the byte at `position` of the handshake lies among the records. */
function positionInBytes(records: readonly ByteRange[], position: number): number {
  let passed = 0;
  for (const { start, end } of records) {
    const payload = end - start - RECORD_HEADER;
    if (position < passed + payload) return start + RECORD_HEADER + position - passed;
    passed += payload;
  }
  return records.at(-1)?.end ?? 0;
}
