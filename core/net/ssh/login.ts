import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { AnyAuthMethod, Client, ParsedKey } from 'ssh2';
import type { HostPort } from '../../model/address.ts';
import type { HostKey, HostKeys } from '../../model/host-key.ts';
import { onAbort } from '../abort.ts';
import { proxyError } from '../proxy/failure.ts';
import { loginFailure } from './failure.ts';
import { watchGreeting } from './greeting.ts';
import { hostKeyAlgorithms, readHostKeyType } from './host-key-algorithms.ts';

/** Between signs of life, and how many may stay unanswered. */
const KEEP_ALIVE = { keepaliveInterval: 15_000, keepaliveCountMax: 2 };

export interface Login {
  readonly username: string;
  /** Empty where a key has to do. */
  readonly password: string;
  readonly key?: ParsedKey;
  /** Where an agent listens that may log in with any key it holds. */
  readonly agent?: string;
}

/**
 * Speaks SSH over a stream until the server has proved who it is and let us in. A server that is met for the first time is
 * taken at its word, and pinned before it hears a secret; one with another key than it had hears none. Rejects with
 * NetError('proxy', 'x_proxy_…') or the signal's reason; the stream is then the caller's to destroy.
 */
export async function logIn(
  stream: Duplex,
  server: HostPort,
  login: Login,
  hostKeys: HostKeys,
  signal: AbortSignal,
): Promise<Client> {
  const { default: ssh2 } = await import('ssh2');
  signal.throwIfAborted();
  if (stream.destroyed) throw proxyError('x_proxy_not_a_proxy');
  const known = hostKeys.known(server);
  const client = new ssh2.Client();
  let shown: HostKey | undefined;
  let isChanged = false;
  let isProven = false;
  let pinned: Promise<void> = Promise.resolve();

  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    const fail = (error?: unknown) => {
      stop();
      reject(isChanged ? proxyError('x_proxy_changed_identity') : loginFailure(error, isProven));
    };
    // Whoever is in keeps this listener: an error without one would end the process.
    client.on('error', fail);
    client.once('close', () => fail());
    stream.once('end', () => stream.destroy());
    watchGreeting(stream, () => fail());
    // Only now has the server shown by a signature that the key is its own.
    client.once('handshake', () => {
      isProven = true;
      if (shown !== undefined) pinned = hostKeys.pin(server, shown);
    });
    client.once('ready', () => {
      stop();
      pinned.then(() => resolve(client), reject);
    });
    client.connect({
      sock: stream,
      username: login.username,
      authHandler: waysIn(login),
      algorithms: { serverHostKey: hostKeyAlgorithms(known?.type) },
      hostVerifier: (key: Buffer): boolean => {
        // Asked again whenever the connection takes new keys.
        const expected = known ?? shown;
        shown = readHostKey(key);
        isChanged = expected !== undefined && expected.fingerprint !== shown.fingerprint;
        if (isChanged) hostKeys.suspect(server, shown);
        return !isChanged;
      },
      // The deadline is ours.
      readyTimeout: 0,
      ...KEEP_ALIVE,
    });
  });
}

function readHostKey(key: Buffer): HostKey {
  const fingerprint = createHash('sha256').update(key).digest('base64').replace(/=+$/, '');
  return { type: readHostKeyType(key), fingerprint };
}

/** What to show the server, one after the other. Many ask for a password only in the form of a question. */
function waysIn({ username, password, key, agent }: Login): AnyAuthMethod[] {
  return [
    ...(key === undefined ? [] : [{ type: 'publickey', username, key } as const]),
    ...(agent === undefined ? [] : [{ type: 'agent', username, agent } as const]),
    ...(password === ''
      ? []
      : ([
          { type: 'password', username, password },
          {
            type: 'keyboard-interactive',
            username,
            prompt: (_name, _instructions, _language, prompts, answer) =>
              answer(prompts.map(({ echo }) => (echo ? username : password))),
          },
        ] satisfies AnyAuthMethod[])),
  ];
}
