import { createECDH, generateKeyPairSync } from 'node:crypto';
import type { Random } from '../../../model/time.ts';

/** What the hello is long as a whole: proxies that were made for Telegram's own apps take no other. Bytes. */
const LENGTH = 517;
/** Where the random stands in it, behind the headers of record and message and the version. */
export const RANDOM_AT = 11;
export const RANDOM_LENGTH = 32;

const CIPHERS = '130113031302c02bc02fcca9cca8c02cc030c00ac009c013c014009c009d002f0035';
const PADDING = 21;

/**
 * A ClientHello record for a site, with a random of zeros, put together as Firefox before its post-quantum key share did:
 * of the hellos that were tried in Russia in May 2026 it is the one that passed (teleproxy/teleproxy#39).
 */
export function createFakeHello(domain: string, random: Random): Buffer {
  const name = Buffer.from(domain, 'latin1');
  const point = createECDH('prime256v1').generateKeys();
  const extensions = [
    extension(0, prefixed(2, Buffer.of(0), prefixed(2, name))),
    extension(23),
    extension(0xff01, Buffer.of(0)),
    extension(10, prefixed(2, hex('001d00170018001901000101'))),
    extension(11, hex('0100')),
    extension(35),
    extension(16, prefixed(2, prefixed(1, Buffer.from('h2')), prefixed(1, Buffer.from('http/1.1')))),
    extension(5, hex('0100000000')),
    extension(34, prefixed(2, hex('0403050306030203'))),
    extension(51, prefixed(2, hex('001d'), prefixed(2, x25519Share()), hex('0017'), prefixed(2, point))),
    extension(43, prefixed(1, hex('03040303'))),
    extension(13, prefixed(2, hex('0403050306030804080508060401050106010203' + '0201'))),
    extension(45, hex('0101')),
    extension(28, hex('4001')),
  ];
  const fixed = [
    hex('0303'),
    Buffer.alloc(RANDOM_LENGTH),
    prefixed(1, Buffer.from(random.bytes(32))),
    prefixed(2, hex(CIPHERS)),
    hex('0100'),
  ];
  // Five bytes of record header, four of the message's, two for the length of extensions.
  const missing = LENGTH - 5 - 4 - 2 - Buffer.concat([...fixed, ...extensions]).length - 4;
  const filled = missing < 0 ? extensions : [...extensions, extension(PADDING, Buffer.alloc(missing))];
  const body = Buffer.concat([...fixed, prefixed(2, ...filled)]);
  return Buffer.concat([hex('160301'), prefixed(2, hex('01'), prefixed(3, body))]);
}

/** A real point of the curve: half of all random numbers are none, and a censor could look. */
function x25519Share(): Buffer {
  const { x = '' } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return Buffer.from(x, 'base64url');
}

function extension(type: number, data: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.of(type >> 8, type & 255), prefixed(2, data)]);
}

/** With its length before it, in so many bytes. */
function prefixed(bytes: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(body.length, 0, bytes);
  return Buffer.concat([length, body]);
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, 'hex');
}
