import type { KeyPlace } from '../model/keyring.ts';
import type { Clock } from '../model/time.ts';

/** The key of the vault, and behind it the one that identifiers are made with. */
export interface Keys {
  /** Always the same array: who was handed it has the right keys as soon as the keyring has given them out. */
  readonly bytes: Uint8Array;
  readonly place: KeyPlace;
  /** Resolves to whether they are kept, and keeps them where they are not. Never rejects. */
  keep(): Promise<boolean>;
  /** Whether a keyring is being asked for them, or asked to take them. */
  isAsking(): boolean;
  /** Resolves, once the keyring has answered, to whether they are known. Asks it where it is not being asked. Never rejects. */
  unlock(): Promise<boolean>;
  /** Calls off what the keyring is being asked; resolves when nothing of it will be written any more. Never rejects. */
  letGo(): Promise<void>;
}

/** Milliseconds. No keyring that asks nobody takes longer; one that asks for a password must not hold up the start. */
const PATIENCE_MS = 2_000;

/** Keys that no keyring is asked about. */
export function settled(bytes: Uint8Array): Keys {
  const yes = async () => true;
  return {
    bytes,
    place: 'file',
    keep: yes,
    isAsking: () => false,
    unlock: yes,
    letGo: async () => undefined,
  };
}

/** Keys that are where they are until a keyring has answered, which is waited for as long as is bearable. */
export async function asked(
  bytes: Uint8Array,
  meanwhile: 'file' | 'locked',
  clock: Pick<Clock, 'after'> | undefined,
  ask: (signal: AbortSignal) => Promise<Uint8Array | null>,
): Promise<Keys> {
  let isInKeyring = false;
  let asking: Promise<boolean> | null = null;
  let calledOff = new AbortController();
  const isKnown = () => isInKeyring || meanwhile === 'file';

  async function askOnce({ signal }: AbortController): Promise<boolean> {
    const given = await ask(signal).catch(() => null);
    if (given !== null && !signal.aborted) {
      bytes.set(given);
      isInKeyring = true;
    }
    asking = null;
    return isKnown();
  }
  function unlock(): Promise<boolean> {
    if (isInKeyring) return Promise.resolve(true);
    asking ??= askOnce(calledOff);
    return asking;
  }

  await patiently(unlock(), clock);
  return {
    bytes,
    get place() {
      if (isInKeyring) return 'keyring';
      return meanwhile === 'locked' && asking !== null ? 'waiting' : meanwhile;
    },
    keep: async () => isKnown(),
    isAsking: () => asking !== null,
    unlock,
    async letGo() {
      calledOff.abort();
      await asking;
      calledOff = new AbortController();
    },
  };
}

async function patiently(work: Promise<unknown>, clock: Pick<Clock, 'after'> | undefined): Promise<void> {
  if (clock === undefined) return void (await work);
  let callOff = () => {};
  const enough = new Promise<void>((resolve) => {
    callOff = clock.after(PATIENCE_MS, resolve);
  });
  await Promise.race([work, enough]);
  callOff();
}
