import type { HostPort } from './address.ts';

/** By what an SSH server proves which one it is. */
export interface HostKey {
  /** As SSH names it: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, … */
  readonly type: string;
  /** SHA-256 of the public key, base64 without padding, as OpenSSH shows it behind `SHA256:`. */
  readonly fingerprint: string;
}

/** The keys that servers had when they were first met. */
export interface HostKeys {
  known(server: HostPort): HostKey | undefined;
  /**
   * Takes a key that a server has proved to have for its own from now on; one that was suspected is forgotten. Never rejects:
   * what cannot be written holds until the end.
   */
  pin(server: HostPort, key: HostKey): Promise<void>;
  /** Keeps in mind that a server showed another key than its own, for the person to judge. */
  suspect(server: HostPort, shown: HostKey): void;
}

/** The key a server was known by, and the other one that it showed. */
export interface KeyChange {
  readonly known: HostKey;
  readonly shown: HostKey;
}
