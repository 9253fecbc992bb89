import type { EngineProcess, MessagePortLike } from './port.ts';

/** Both ends of a channel inside one process, for tests. */
export interface PortPair {
  /** The shell's end. */
  readonly near: EngineProcess;
  /** The engine's end. */
  readonly far: MessagePortLike;
  /** Ends the channel, as the death of the engine's process does. */
  die(): void;
  /** Whether the shell has killed it. */
  isKilled(): boolean;
}

/** Messages are cloned and arrive a turn later, in order, as between processes. */
export function createPortPair(): PortPair {
  const listeners: Record<'near' | 'far', (message: unknown) => void> = { near: ignore, far: ignore };
  let closing: (() => void)[] = [];
  let isOpen = true;
  let isKilled = false;
  const send = (to: keyof typeof listeners) => (message: unknown) => {
    const copy: unknown = structuredClone(message);
    setImmediate(() => {
      if (isOpen) listeners[to](copy);
    });
  };
  const die = (): void => {
    isOpen = false;
    for (const tell of closing.splice(0)) tell();
  };
  const onClose = (listener: () => void): void => {
    closing = [...closing, listener];
    if (!isOpen) listener();
  };
  return {
    near: {
      post: send('far'),
      onMessage(listener) {
        listeners.near = listener;
      },
      onClose,
      kill() {
        isKilled = true;
        die();
      },
    },
    far: {
      post: send('near'),
      onMessage(listener) {
        listeners.far = listener;
      },
      onClose,
    },
    die,
    isKilled: () => isKilled,
  };
}

function ignore(): void {}
