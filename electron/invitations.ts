/** More invitations than anybody opens before the window is there; older ones give way. */
const MAX_WAITING = 8;

/** Keeps what links propose until a screen takes it; each is handed over once. */
export function createInvitations() {
  const listeners = new Set<(text: string) => void>();
  const waiting: string[] = [];

  return {
    propose(text: string): void {
      const [newest] = [...listeners].slice(-1);
      if (newest === undefined) waiting.push(text);
      else newest(text);
      if (waiting.length > MAX_WAITING) waiting.shift();
    },
    watch(listener: (text: string) => void): () => void {
      listeners.add(listener);
      for (const text of waiting.splice(0)) listener(text);
      return () => void listeners.delete(listener);
    },
  };
}
export type Invitations = ReturnType<typeof createInvitations>;
