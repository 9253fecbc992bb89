import { createHmac } from 'node:crypto';
import { createCentreAddresses } from '../gateways/telegram/centre-addresses.ts';
import { createMtprotoProxy, type MtprotoProxy } from '../gateways/telegram/mtproto-proxy.ts';
import { type Listening, listenOnLoopback } from '../local-proxy/listen.ts';
import type { LocalProxy } from '../local-proxy/local-proxy.ts';
import type { Messenger } from '../model/messenger.ts';
import type { EngineParts } from './parts.ts';

/** Where an app of Telegram's finds the local MTProto proxy. */
export interface MtprotoAddress {
  readonly port: number;
  /** As Telegram's links have it: `dd`, for padded packets, and 32 hex digits. */
  readonly secret: string;
}

export interface MtprotoDoor {
  /** Listens on loopback from now on; on `port`, where that is free. Always resolves to the same. Rejects where it cannot. */
  open(port?: number): Promise<MtprotoAddress>;
  close(): Promise<void>;
}

const SECRET_BYTES = 16;

interface MtprotoParts extends Pick<EngineParts, 'clock' | 'random'> {
  readonly resources: { readonly messengers: readonly Pick<Messenger, 'dataCentres'>[] };
}

/** A local MTProto proxy for Telegram on this computer: what comes is carried by the local proxy, like everything else. */
export function createMtprotoDoor(
  parts: MtprotoParts & {
    readonly vault: Pick<EngineParts['vault'], 'identityKey' | 'keepKeys'>;
    readonly emit: EngineParts['emit'];
  },
  carrier: Pick<LocalProxy, 'carry'>,
): MtprotoDoor {
  const secret = mtprotoSecret(parts.vault.identityKey);
  let opening: Promise<{ proxy: MtprotoProxy; listening: Listening }> | null = null;
  let isClosed = false;

  async function listen(port: number | undefined) {
    // Whoever was told the secret keeps it: it must be the same after a restart.
    await parts.vault.keepKeys().catch(() => undefined);
    const proxy = createMtprotoProxyFor(parts, carrier, secret);
    const listening = await listenOnLoopback(port, (socket) => proxy.accept(socket));
    if (port !== undefined && listening.port !== port) {
      const message = `Port ${port} is used by another program; Telegram must be set to the proxy anew`;
      parts.emit({ event: 'error', code: 'port-taken', message });
    }
    return { proxy, listening };
  }

  return {
    async open(port) {
      if (isClosed) throw new Error('the local proxy was closed');
      opening ??= listen(port);
      const { listening } = await opening.catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return { port: listening.port, secret: `dd${Buffer.from(secret).toString('hex')}` };
    },
    async close() {
      isClosed = true;
      const open = await opening?.catch(() => null);
      const closed = open?.listening.close();
      open?.proxy.close();
      await closed;
    },
  };
}

/** An MTProto proxy with this secret whose connections the local proxy carries; for whoever listens. */
export function createMtprotoProxyFor(
  { resources, clock, random }: MtprotoParts,
  { carry }: Pick<LocalProxy, 'carry'>,
  secret: Uint8Array,
): MtprotoProxy {
  const addresses = createCentreAddresses(dataCentresOf(resources), clock);
  return createMtprotoProxy({ secret, carry, addresses, clock, random });
}

/** The number of Telegram's data centre at each address, the better ones first. */
export function dataCentresOf({ messengers }: MtprotoParts['resources']): ReadonlyMap<string, number> {
  return new Map(messengers.flatMap(({ dataCentres = {} }) => Object.entries(dataCentres)));
}

/** What a person gives to Telegram on this computer. */
export function mtprotoLink({ port, secret }: MtprotoAddress): string {
  return `tg://proxy?server=127.0.0.1&port=${port}&secret=${secret}`;
}

/** The same for one home always, so that no secret has to be stored. */
function mtprotoSecret(identityKey: Uint8Array): Uint8Array {
  const digest = createHmac('sha256', identityKey).update('the local MTProto proxy').digest();
  return digest.subarray(0, SECRET_BYTES);
}
