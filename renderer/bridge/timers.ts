/** Time as an argument. */
export interface Timers {
  /** Milliseconds that never jump. */
  now(): number;
  /** Calls back once; the result takes that back. */
  after(ms: number, act: () => void): () => void;
}
