import type { Duplex } from 'node:stream';
import { take } from './parsed.ts';
import type { Pinned, Pins } from './pins.ts';
import {
  COMMAND,
  credentialsReply,
  METHOD,
  methodReply,
  REPLY,
  readCredentials,
  readSocks5Request,
  socks5Refusal,
  socks5Reply,
} from './socks5.ts';
import type { Wish } from './wish.ts';

/**
 * SOCKS5's exchange from the methods the client offers up to its request. Anybody may come without credentials, and any credentials are let in (some
 * clients send them to keep circuits apart), but a pin's choose its transport. BIND is not served.
 */
export async function greetSocks5(
  client: Duplex,
  signal: AbortSignal,
  pins: Pins,
  methods: readonly number[],
): Promise<Wish> {
  let pinned: Pinned | undefined;
  if (methods.includes(METHOD.credentials)) {
    // Asked for wherever offered: a client with a pin's credentials mostly offers to come without, too.
    client.write(methodReply(METHOD.credentials));
    const found = pins.find(await take(client, signal, readCredentials));
    if (found === 'stale') return { kind: 'turned-away', reply: credentialsReply(false) };
    pinned = found;
    client.write(credentialsReply(true));
  } else if (methods.includes(METHOD.none)) {
    client.write(methodReply(METHOD.none));
  } else {
    return { kind: 'turned-away', reply: methodReply(METHOD.unacceptable) };
  }

  const { command, target } = await take(client, signal, readSocks5Request);
  // Where it will send from is not to be relied on: many name the far end there, or nothing. A proof sends none.
  if (command === COMMAND.udpAssociate && pinned === undefined && target !== 'unknown-type')
    return { kind: 'associate' };
  if (command !== COMMAND.connect) {
    return { kind: 'turned-away', reply: socks5Reply(REPLY.commandNotSupported) };
  }
  if (target === 'unknown-type') {
    return { kind: 'turned-away', reply: socks5Reply(REPLY.addressTypeNotSupported) };
  }
  if (target === 'invalid') return { kind: 'turned-away', reply: socks5Reply(REPLY.general) };
  return {
    kind: 'tunnel',
    target,
    ...(pinned && { pinned }),
    accepted: socks5Reply(REPLY.succeeded),
    refused: socks5Refusal,
  };
}
