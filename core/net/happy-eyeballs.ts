import type { IpFamily } from '../model/address.ts';
import type { Clock } from '../model/time.ts';
import { DONE, onAbort } from './abort.ts';
import { createAddressQueue } from './address-queue.ts';

/** How long IPv4 addresses wait for IPv6 ones that are still being asked for (RFC 8305 §3). */
const RESOLUTION_DELAY_MS = 50;
/** How long an attempt runs before the next address is tried beside it (RFC 8305 §5). */
const CONNECTION_ATTEMPT_DELAY_MS = 250;

export interface HappyEyeballs<T> {
  /** Asks for the addresses of one family; both are asked for at once. */
  readonly lookup: (family: IpFamily, signal: AbortSignal) => Promise<readonly string[]>;
  readonly attempt: (address: string, signal: AbortSignal) => Promise<T>;
  /** Disposes of what came too late to win. */
  readonly discard: (value: T) => void;
  /** Which addresses are tried only after all others. */
  readonly isLast?: (address: string) => boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Everything failed; each list in the order of failing. */
export class AllFailedError extends Error {
  override readonly name = 'AllFailedError';
  readonly lookups: ReadonlyMap<IpFamily, unknown>;
  readonly attempts: readonly unknown[];

  constructor(lookups: ReadonlyMap<IpFamily, unknown>, attempts: readonly unknown[]) {
    super('no address could be connected to');
    this.lookups = lookups;
    this.attempts = attempts;
  }
}

/**
 * Happy Eyeballs version 2 (RFC 8305): both families are asked for at once, IPv6 is tried first and then they take
 * turns, 250 ms apart or at once when an attempt fails; the first that connects wins and all else is aborted.
 * Rejects with AllFailedError or the signal's reason.
 */
export function happyEyeballs<T>(options: HappyEyeballs<T>): Promise<T> {
  const { lookup, attempt, discard, isLast = () => false, clock, signal } = options;
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const queue = createAddressQueue(isLast);
    const asking = new Set<IpFamily>([6, 4]);
    const lookupErrors = new Map<IpFamily, unknown>();
    const attemptErrors: unknown[] = [];
    const controller = new AbortController();
    let started = 0;
    let callOffDelay: (() => void) | undefined;
    let isSettled = false;

    const settle = (outcome: () => void) => {
      isSettled = true;
      stopListening();
      endDelay();
      outcome();
      controller.abort(signal.aborted ? signal.reason : DONE);
    };

    const endDelay = () => {
      callOffDelay?.();
      callOffDelay = undefined;
    };

    const holdFor = (ms: number) => {
      endDelay();
      callOffDelay = clock.after(ms, () => {
        callOffDelay = undefined;
        proceed();
      });
    };

    const proceed = () => {
      if (isSettled || callOffDelay !== undefined) return;
      const address = queue.take();
      if (address !== undefined) begin(address);
      else if (asking.size === 0 && started === attemptErrors.length) {
        settle(() => reject(new AllFailedError(lookupErrors, attemptErrors)));
      }
    };

    const begin = (address: string) => {
      started += 1;
      holdFor(CONNECTION_ATTEMPT_DELAY_MS);
      attempt(address, controller.signal).then(
        (value) => (isSettled ? discard(value) : settle(() => resolve(value))),
        (error: unknown) => {
          attemptErrors.push(error);
          endDelay();
          proceed();
        },
      );
    };

    const answered = (family: IpFamily, addresses: readonly string[]) => {
      asking.delete(family);
      queue.add(family, addresses);
      if (isSettled) return;
      if (started === 0 && asking.size === 0) endDelay();
      const isSecondChoice = family === 4 || (addresses.length > 0 && addresses.every(isLast));
      if (started === 0 && asking.size > 0 && isSecondChoice) holdFor(RESOLUTION_DELAY_MS);
      else proceed();
    };

    const stopListening = onAbort(signal, () => settle(() => reject(signal.reason)));
    for (const family of [...asking]) {
      lookup(family, controller.signal).then(
        (addresses) => answered(family, addresses),
        (error: unknown) => {
          lookupErrors.set(family, error);
          answered(family, []);
        },
      );
    }
  });
}
