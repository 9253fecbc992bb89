import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../core/model/time.ts';
import { type Claim, type ClaimOptions, claimInstance, createInstanceAnswer } from '../core/shell-kit.ts';

/** Questions at a time. */
const MOST_ASKING = 8;

const newSecret = () => randomBytes(32).toString('base64url');

export interface OneHomeParts {
  /** FOOTBRIDGE_HOME. */
  readonly home: string;
  readonly clock: Clock;
  readonly createOnce: ClaimOptions['createOnce'];
  readonly isAlive: ClaimOptions['isAlive'];
  /** Brings our window before the person's eyes: somebody tried to start another Footbridge. */
  readonly show: () => void;
  /** Somebody erases everything: we are to end. */
  readonly end: () => void;
}

/** That this is the one Footbridge of its home, or where the other one is. */
export type OneHome =
  | { readonly kind: 'ours'; release(): Promise<void> }
  /** It is open in the person's browser, or was brought before their eyes. */
  | { readonly kind: 'others'; readonly page: string | null }
  /** It is alive and does not answer. */
  | { readonly kind: 'stuck' };

/**
 * Electron knows of other windows; this also finds a Footbridge that has a page in a browser, so that no two set and put back
 * the same settings. Where the home cannot be written it is ours. Never rejects.
 */
export async function claimHome(parts: OneHomeParts): Promise<OneHome> {
  const secret = newSecret();
  const answer = createInstanceAnswer(secret, {
    issueLink() {
      parts.show();
      // We have no page; whoever asks is told so by our file.
      return newSecret();
    },
    end: parts.end,
  });
  const server = createServer(answer);
  try {
    const port = await listen(server);
    const spot = { pid: process.pid, port, secret, shell: 'window' } as const;
    const random = { bytes: (length: number) => randomBytes(length), uniform: Math.random };
    const claim = await claimInstance(spot, { ...parts, random });
    if (claim.kind !== 'ours') server.close();
    return outcome(claim, server);
  } catch {
    server.close();
    return { kind: 'ours', release: async () => undefined };
  }
}

function outcome(claim: Claim, server: Server): OneHome {
  switch (claim.kind) {
    case 'ours':
      return {
        kind: 'ours',
        async release() {
          server.close();
          await claim.release();
        },
      };
    case 'others':
      return {
        kind: 'others',
        page: claim.shell === 'page' ? `http://127.0.0.1:${claim.port}/#token=${claim.link}` : null,
      };
    case 'stuck':
      return { kind: 'stuck' };
  }
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  // It must not keep us alive, and nobody has more to ask than one thing.
  server.unref();
  server.maxConnections = MOST_ASKING;
  const address: AddressInfo | string | null = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}
