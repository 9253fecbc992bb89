import { createHmac } from 'node:crypto';
import { printMtprotoSecret } from '../gateways/telegram/secret.ts';
import type { NetworkFacts } from '../system/network/traits.ts';

const NAME = 'footbridge';
const SECRET_BYTES = 16;

/**
 * What Telegram on phones of this network shows us. Made of a key that is kept encrypted, so that a phone that was set up
 * once goes on working, and another in each network.
 */
export function telegramPassword(
  identityKey: Uint8Array,
  { traits }: Pick<NetworkFacts, 'traits'>,
): { readonly username: string; readonly password: string } {
  const password = derived(identityKey, 'phones: telegram', traits).toString('base64url').slice(0, 22);
  return { username: NAME, password };
}

/** The same for its MTProto: 16 bytes. */
export function telegramSecret(
  identityKey: Uint8Array,
  { traits }: Pick<NetworkFacts, 'traits'>,
): Uint8Array {
  return derived(identityKey, 'phones: telegram by MTProto', traits).subarray(0, SECRET_BYTES);
}

function derived(identityKey: Uint8Array, use: string, traits: readonly string[]): Buffer {
  return createHmac('sha256', identityKey)
    .update([use, ...traits].join('\n'))
    .digest();
}

/** The link that Telegram's apps take an MTProto proxy from; packets are padded. */
export function mtprotoLinkTo(server: string, port: number, secret: Uint8Array): string {
  const printed = printMtprotoSecret({ key: Buffer.from(secret), isPadded: true });
  return `tg://proxy?${new URLSearchParams({ server, port: String(port), secret: printed })}`;
}

/** The link that Telegram's apps take a SOCKS5 proxy from. */
export function socksLinkTo(
  host: string,
  port: number,
  { username, password }: { readonly username: string; readonly password: string },
): string {
  return `tg://socks?${new URLSearchParams({ server: host, port: String(port), user: username, pass: password })}`;
}
