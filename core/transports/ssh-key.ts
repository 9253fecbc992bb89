import type { PrivateKey } from '../net/ssh/private-key.ts';

/** What an OpenSSH key file holds between its two lines begins with this. */
const MAGIC = Buffer.from('openssh-key-v1\0');
const PEM =
  /^-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\n[\x20-\x7e\n]+-----END [A-Z ]+-----\n?$/;
const ARMOUR =
  /^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=\n]+)-----END OPENSSH PRIVATE KEY-----\n?$/;
/** Of base64: room for the whole file of an RSA key with 4096 bits. */
const MOST_CHARACTERS = 6000;
/** Of UTF-8. */
const MOST_PASSPHRASE = 255;
const LINE = 70;
const NAMES: ReadonlySet<string> = new Set(['key', 'passphrase']);

/** What a query says of the key to log in with: null where it says nothing, undefined where it says it wrongly. */
export function readSshKey(query: ReadonlyMap<string, string>): PrivateKey | null | undefined {
  if (![...query.keys()].every((name) => NAMES.has(name))) return undefined;
  const encoded = query.get('key');
  const passphrase = query.get('passphrase');
  if (encoded === undefined) return passphrase === undefined ? null : undefined;
  if (encoded.length > MOST_CHARACTERS || !/^[\w+/-]+={0,2}$/.test(encoded)) return undefined;
  const text = readText(Buffer.from(encoded, 'base64'));
  if (text === undefined) return undefined;
  if (passphrase === undefined) return { text };
  const isSendable = !/[\p{Cc}\p{Cs}]/u.test(passphrase) && Buffer.byteLength(passphrase) <= MOST_PASSPHRASE;
  return passphrase !== '' && isSendable ? { text, passphrase } : undefined;
}

/** `?key=…&passphrase=…`, the key without its armour where OpenSSH can do without; empty where there is none. */
export function printSshKey(key: PrivateKey | undefined): string {
  if (key === undefined) return '';
  const body = ARMOUR.exec(key.text)?.[1];
  const bytes = body === undefined ? Buffer.from(key.text, 'latin1') : Buffer.from(body, 'base64');
  const passphrase = key.passphrase === undefined ? '' : `&passphrase=${encodeURIComponent(key.passphrase)}`;
  return `?key=${bytes.toString('base64url')}${passphrase}`;
}

/** The key file's text in its one form; undefined where the bytes are none. */
function readText(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, MAGIC.length).equals(MAGIC)) return armour(bytes);
  const text = bytes.toString('latin1').replaceAll('\r\n', '\n');
  if (!PEM.test(text)) return undefined;
  const body = ARMOUR.exec(text)?.[1];
  if (body === undefined) return text.startsWith('-----BEGIN OPENSSH') ? undefined : text;
  const unarmoured = Buffer.from(body, 'base64');
  return unarmoured.subarray(0, MAGIC.length).equals(MAGIC) ? armour(unarmoured) : undefined;
}

function armour(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}
