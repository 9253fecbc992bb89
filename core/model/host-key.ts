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
  /** Takes a server's key for its own from now on. Never rejects: what cannot be written holds until the end. */
  pin(server: HostPort, key: HostKey): Promise<void>;
}
