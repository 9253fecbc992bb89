/** A file of an archive. */
export interface Entry {
  /** Below the archive's root, with `/`. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether it is a program: its mode is 0755 then, else 0644. What the builder's disk says does not count. */
  readonly runs: boolean;
}

export const modeOf = ({ runs }: Entry) => (runs ? 0o755 : 0o644);

/** The time of every file, in seconds since 1970: an archive must not tell when it was made. 2026-01-01T00:00:00Z. */
export const MADE_AT = 1_767_225_600;

/** By the bytes of their names, so that no locale plays a part. */
export const sorted = (entries: readonly Entry[]) =>
  entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
