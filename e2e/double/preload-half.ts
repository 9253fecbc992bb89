/** The half of Electron that a preload uses, inside a plain page. Values travel as JSON. */
type Listener = (event: object, ...args: unknown[]) => void;
type Out = (kind: 'invoke' | 'send', channel: string, args: unknown[]) => Promise<unknown>;

const listeners = new Map<string, Set<Listener>>();
const out: Out = (...message) => Reflect.get(globalThis, '__ipcOut')(...message);

Object.defineProperty(globalThis, '__ipcIn', {
  value: (channel: string, args: unknown[]) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
  },
});

export const ipcRenderer = {
  invoke: (channel: string, ...args: unknown[]) => out('invoke', channel, args),
  send: (channel: string, ...args: unknown[]) => void out('send', channel, args),
  on(channel: string, listener: Listener) {
    listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
  },
  off(channel: string, listener: Listener) {
    listeners.get(channel)?.delete(listener);
    if (listeners.get(channel)?.size === 0) listeners.delete(channel);
  },
};

export const contextBridge = {
  exposeInMainWorld: (name: string, value: unknown) => Object.defineProperty(globalThis, name, { value }),
};
