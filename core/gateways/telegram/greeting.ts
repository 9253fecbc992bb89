import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HostPort } from '../../model/address.ts';
import type { Random } from '../../model/time.ts';
import { HEADER_LENGTH, openObfuscated } from '../../net/obfuscated2.ts';
import { readUntil } from '../../net/proxy/read-until.ts';
import type { CentreAddresses } from './centre-addresses.ts';
import { type ObfuscatedHeader, readObfuscatedHeader } from './header.ts';
import { RecodedApp } from './recoded-app.ts';
import { createSeenHeaders } from './seen-headers.ts';

const PORT = 443;

export interface GreetingOptions {
  /** 16 bytes. */
  readonly secret: Uint8Array;
  readonly addresses: CentreAddresses;
  readonly random: Random;
}

/** An app that has shown the secret. */
export interface GreetedApp {
  /** What it says as an app without a secret would. */
  readonly app: Duplex;
  /** An address of the data centre that it wants. */
  readonly target: HostPort;
}

/**
 * Reads the first 64 bytes of connections to an MTProto proxy with a secret, plain or padded. Undefined for who does not
 * show the secret, shows a header that came before, or asks for a data centre that is not known; rejects as `readUntil` does.
 */
export function createGreeting({ secret, addresses, random }: GreetingOptions) {
  const wasSeen = createSeenHeaders();

  function recode(app: Socket, header: ObfuscatedHeader, address: string): Duplex {
    const centre = header.isMedia ? -header.dataCentre : header.dataCentre;
    return new RecodedApp({
      app,
      withSecret: header,
      without: openObfuscated({ framing: header.framing, centre }, { random }),
      onOutcome: (hasAnswered) => (hasAnswered ? addresses.answered(address) : addresses.failed(address)),
    });
  }

  return async (app: Socket, signal: AbortSignal): Promise<GreetedApp | undefined> => {
    const bytes = await readHeader(app, signal);
    const header = readObfuscatedHeader(bytes, secret);
    const address = header === undefined ? undefined : addresses.choose(header.dataCentre);
    if (header === undefined || address === undefined || wasSeen(bytes)) return undefined;
    return { app: recode(app, header, address), target: { host: address, port: PORT } };
  };
}

/** Hears a stranger out and says nothing, until it ends. */
export function readAway(app: Socket): void {
  app.once('end', () => app.destroy());
  if (app.readableEnded) app.destroy();
  app.resume();
}

function readHeader(app: Socket, signal: AbortSignal): Promise<Buffer> {
  let header: Buffer = Buffer.alloc(0);
  return readUntil(app, signal, (chunk) => {
    header = Buffer.concat([header, chunk]);
    if (header.length < HEADER_LENGTH) return undefined;
    return { value: header.subarray(0, HEADER_LENGTH), rest: header.subarray(HEADER_LENGTH) };
  });
}
