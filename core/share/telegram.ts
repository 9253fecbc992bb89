import { createHash, timingSafeEqual } from 'node:crypto';
import { take } from '../local-proxy/parsed.ts';
import {
  COMMAND,
  type Credentials,
  credentialsReply,
  METHOD,
  methodReply,
  REPLY,
  readCredentials,
  readMethods,
  readSocks5Request,
  socks5Refusal,
  socks5Reply,
} from '../local-proxy/socks5.ts';
import { hardClose } from '../local-proxy/streams.ts';
import { sayGoodbye } from '../local-proxy/visit.ts';
import { type Came, type Host, inTime, type Visitor } from './visitor.ts';

const MESSENGER = 'telegram';

/** Telegram by SOCKS5 (RFC 1928) with a name and a password (RFC 1929): to Telegram's own addresses and names only. */
export function carryTelegram(expected: Credentials): Host {
  return async (visitor) => {
    const request = await inTime(visitor, (signal) => greet(visitor, signal, expected));
    if (typeof request === 'string') return request;
    const { command, target } = request;
    if (command !== COMMAND.connect || target === 'unknown-type') {
      return turn(visitor, socks5Reply(REPLY.commandNotSupported), 'not-its-protocol');
    }
    if (target === 'invalid') return turn(visitor, socks5Refusal('forbidden'), 'not-a-messenger');
    const { client, signal, carry } = visitor;
    const accept = () => void client.write(socks5Reply(REPLY.succeeded));
    const outcome = await carry(client, { target, messenger: MESSENGER, accept, signal });
    if (outcome.kind === 'carried') return null;
    if (outcome.kind !== 'no-way') return turn(visitor, socks5Refusal('forbidden'), outcome.kind);
    if (outcome.isAccepted) hardClose(client);
    else sayGoodbye(client, socks5Refusal(outcome.refusal));
    return null;
  };
}

/** Up to what the phone wants; or why it is turned away, which it was told. */
async function greet(visitor: Visitor, signal: AbortSignal, expected: Credentials) {
  const { client } = visitor;
  const methods = await take(client, signal, readMethods);
  if (!methods.includes(METHOD.credentials)) {
    return turn(visitor, methodReply(METHOD.unacceptable), 'no-password');
  }
  client.write(methodReply(METHOD.credentials));
  const shown = await take(client, signal, readCredentials);
  if (!isSame(shown, expected)) return turn(visitor, credentialsReply(false), 'wrong-password');
  client.write(credentialsReply(true));
  return take(client, signal, readSocks5Request);
}

function turn({ client }: Visitor, words: Uint8Array, why: Exclude<Came, null>): Exclude<Came, null> {
  sayGoodbye(client, words);
  return why;
}

/** Takes as long for a near miss as for a far one. */
function isSame(shown: Credentials, expected: Credentials): boolean {
  const digest = ({ username, password }: Credentials) =>
    createHash('sha256').update(`${username}\0${password}`).digest();
  return timingSafeEqual(digest(shown), digest(expected));
}
