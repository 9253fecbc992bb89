/** One end of a channel between two processes; messages arrive in order. Each listener is set once. */
export interface MessagePortLike {
  /** Never throws; what cannot be sent any more is lost. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other end is gone, whatever the reason. */
  onClose(listener: () => void): void;
}

/** A shell's end of an engine process: `onClose` tells that the process has ended, or could not be started. */
export interface EngineProcess extends MessagePortLike {
  /** Ends it at once, whatever it does. */
  kill(): void;
}
