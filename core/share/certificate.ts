import { generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../model/time.ts';
import { bits, identifier, integer, nothing, sequence, set, tagged, text, time } from './der.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Phones' clocks may be off, and the program may run for long. */
const BEFORE_MS = 30 * DAY_MS;
const AFTER_MS = 365 * DAY_MS;
/** 1.2.840.113549.1.1.11 */
const SHA256_WITH_RSA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
/** 2.5.4.3 */
const COMMON_NAME = [0x55, 0x04, 0x03];

/** PEM texts for a TLS server. */
export interface OwnCertificate {
  readonly key: string;
  readonly cert: string;
}

/**
 * Makes a key and a certificate signed by itself, with a name that says nothing: WhatsApp's phones take any (the official
 * proxy has an RSA key and a random name), since what they say inside is encrypted to WhatsApp itself. `now`: milliseconds
 * since 1970.
 */
export async function makeCertificate(random: Random, now: number): Promise<OwnCertificate> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: selfSigned(privateKey, publicKey, random, now),
  };
}

/** An X.509 certificate of version 3 without extensions (RFC 5280 §4.1). */
function selfSigned(privateKey: KeyObject, publicKey: KeyObject, random: Random, now: number): string {
  const algorithm = sequence(identifier(...SHA256_WITH_RSA), nothing());
  const word = Buffer.from(random.bytes(8)).toString('hex');
  const name = sequence(set(sequence(identifier(...COMMON_NAME), text(`${word}.example`))));
  const serial = Buffer.from(random.bytes(16));
  // A first byte that is neither zero nor negative keeps the number as long as it is.
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  const body = sequence(
    tagged(0, integer(Buffer.of(2))),
    integer(serial),
    algorithm,
    name,
    sequence(time(now - BEFORE_MS), time(now + AFTER_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const der = sequence(body, algorithm, bits(sign('sha256', body, privateKey)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
