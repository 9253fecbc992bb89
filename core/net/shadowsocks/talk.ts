import type { Clock, Random } from '../../model/time.ts';
import type { Opener } from './chunks.ts';
import type { Method } from './method.ts';
import type { SaltMemory } from './salt-memory.ts';

/** What a connection's two directions are made of. */
export interface StreamParts {
  readonly method: Method;
  readonly master: Uint8Array;
  /** What this side's direction begins with: as many bytes as the key has. */
  readonly salt: Uint8Array;
  /** The encoded target. */
  readonly address: Uint8Array;
  readonly clock: Clock;
  readonly random: Random;
  /** Of answers. */
  readonly salts: SaltMemory;
}

/** What is said on one connection, by either edition. */
export interface Talk {
  /** The request, with the first words for the target, which may be none. */
  readonly greet: (words: Uint8Array) => Buffer;
  /** What is said after that. */
  readonly seal: (words: Uint8Array) => Buffer;
  /** What a piece of the answer holds. Throws where it is none to this request. */
  readonly open: (chunk: Buffer) => readonly Buffer[];
  /** How much of the answer there was by now: none, up to within a chunk, or up to the end of one. */
  readonly answered: () => 'not' | 'partly' | 'wholly';
}

/** What an answer's opener, undefined before it has begun, says of how much there was. */
export function answeredBy(opener: Opener | undefined): ReturnType<Talk['answered']> {
  if (opener === undefined) return 'not';
  return opener.isWhole() ? 'wholly' : 'partly';
}
