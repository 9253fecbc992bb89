/** Where the system keeps secrets for the person who is logged in. */
export interface Keyring {
  readonly kind: 'secret-service' | 'keychain' | 'dpapi';
  /**
   * Keeps a secret under a name of ours. Resolves to what has to lie beside it to find it again (what Windows has locked;
   * empty elsewhere), or null where it could not be kept. Never rejects.
   */
  write(name: string, secret: Uint8Array, signal?: AbortSignal): Promise<string | null>;
  /** Null where there is none of that name, or nobody unlocked it. May wait a minute for a person who is asked to. Never rejects. */
  read(name: string, beside: string, signal?: AbortSignal): Promise<Uint8Array | null>;
  /** Resolves to whether there is nothing of that name any more, as far as can be seen. Never rejects. */
  remove(name: string): Promise<boolean>;
}

/**
 * Where the key is that links are locked with: `waiting`: in the keyring, which was asked for it, and may be asking the person for
 * its password; `locked`: in the keyring, which did not give it out.
 */
export const KEY_PLACES = ['keyring', 'file', 'waiting', 'locked'] as const;
export type KeyPlace = (typeof KEY_PLACES)[number];
