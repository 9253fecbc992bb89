import type { EngineEvent } from '../contract.ts';
import type { KeyPlace } from '../model/keyring.ts';
import type { Vault } from '../store/vault.ts';
import type { ServerList } from './server-list.ts';

interface LateParts {
  readonly vault: Pick<Vault, 'keyPlace' | 'setAside' | 'isAsking' | 'unlock' | 'letGo'>;
  readonly servers: Pick<ServerList, 'takeIn'>;
  readonly emit: (event: EngineEvent) => void;
}

/** A keyring that may give out the key of the vault later than at the start. */
export interface FollowedKeyring {
  /** Where the key is now. */
  place(): KeyPlace;
  /** Waits for a keyring that was asked, and asks one that said no once more. Never rejects. */
  unlock(): Promise<void>;
  /** Hears each time that servers have come out of the vault. */
  onUnlocked(listener: () => void): void;
  /** Calls off what the keyring is being asked; resolves when nothing of it will be written any more. */
  letGo(): Promise<void>;
}

const LOCKED: EngineEvent = {
  ...{ event: 'error', code: 'keyring-locked' },
  message:
    'The keyring of this computer did not give out the key to your servers: unlock it, and then connect once more or start Footbridge again. Until then it works without them',
};

/** Follows a vault whose keyring may still be asking somebody for a password. */
export function followKeyring({ vault, servers, emit }: LateParts): FollowedKeyring {
  const listeners: (() => void)[] = [];
  let told: KeyPlace = vault.keyPlace;
  let isOver = false;
  let waiting: Promise<void> | null = null;

  function tell(): void {
    if (vault.keyPlace === told || isOver) return;
    told = vault.keyPlace;
    emit({ event: 'keys', place: told });
  }

  async function wait(): Promise<void> {
    const wasKnown = vault.keyPlace === 'file' || vault.keyPlace === 'keyring';
    const opening = vault.unlock();
    tell();
    const isOpen = await opening.catch(() => false);
    if (isOver) return;
    if (isOpen && !wasKnown) {
      await servers.takeIn();
      for (const listener of listeners) listener();
    }
    tell();
    if (!isOpen) emit(LOCKED);
    if (!wasKnown && vault.setAside !== undefined)
      emit({
        event: 'error',
        code: 'unreadable-file',
        message: `A file could not be read and was kept as ${vault.setAside}`,
      });
  }

  function unlock(): Promise<void> {
    if (!vault.isAsking() && vault.keyPlace !== 'locked') return Promise.resolve();
    waiting ??= wait().finally(() => {
      waiting = null;
    });
    return waiting;
  }

  if (told === 'locked') emit(LOCKED);
  if (told === 'waiting') emit({ event: 'keys', place: told });
  if (vault.isAsking()) void unlock();
  return {
    place: () => vault.keyPlace,
    unlock,
    onUnlocked: (listener) => void listeners.push(listener),
    async letGo() {
      isOver = true;
      await vault.letGo();
    },
  };
}
