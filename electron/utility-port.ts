import type { ParentPort } from 'electron';
import type { MessagePortLike } from '../core/link.ts';

/** The engine's end of the channel. Chromium ends this process itself when the shell is gone: that is never told. */
export function utilityPort(port: Pick<ParentPort, 'postMessage' | 'on'>): MessagePortLike {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: () => undefined,
  };
}
