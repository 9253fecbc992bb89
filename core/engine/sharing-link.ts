import { createHmac } from 'node:crypto';
import type { NetworkFacts } from '../system/network/traits.ts';

const NAME = 'footbridge';

/**
 * What Telegram on phones of this network shows us. Made of a key that is kept encrypted, so that a phone that was set up
 * once goes on working, and another in each network.
 */
export function telegramPassword(
  identityKey: Uint8Array,
  { traits }: Pick<NetworkFacts, 'traits'>,
): { readonly username: string; readonly password: string } {
  const words = ['phones: telegram', ...traits].join('\n');
  const password = createHmac('sha256', identityKey).update(words).digest('base64url').slice(0, 22);
  return { username: NAME, password };
}

/** The link that Telegram's apps take a SOCKS5 proxy from. */
export function telegramLink(
  host: string,
  port: number,
  { username, password }: { readonly username: string; readonly password: string },
): string {
  return `tg://socks?${new URLSearchParams({ server: host, port: String(port), user: username, pass: password })}`;
}
