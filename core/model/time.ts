/** Time as an argument, so that what waits can be tested without waiting. */
export interface Clock {
  /** Milliseconds since the Unix epoch; jumps when the person sets the clock. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never jumps. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `wake` once after `ms` milliseconds; returns how to call that off. Costs a fraction of a sleep. */
  after(ms: number, wake: () => void): () => void;
}

/** Randomness as an argument. */
export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
  /** A number in [0, 1). */
  uniform(): number;
}
