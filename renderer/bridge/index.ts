import type { Bridge } from '../../core/contract.ts';
import { takeCredentials } from './credentials.ts';
import { createWebSocketBridge, type WireEvents } from './web-socket.ts';

declare global {
  interface Window {
    /** Put there by Electron's preload; a browser has none. */
    readonly footbridge?: Bridge;
  }
}

/** The bridge to the shell that shows this page: Electron's own, else the loopback server's. Call it once. */
export function createBridge(): Bridge {
  return window.footbridge ?? overWebSocket();
}

function overWebSocket(): Bridge {
  return createWebSocketBridge({
    credentials: takeCredentials({
      fragment: location.hash,
      forgetFragment: () => history.replaceState(null, '', location.pathname + location.search),
      memory: tabMemory(),
      newKey,
    }),
    openWire,
    timers: {
      now: () => performance.now(),
      after(ms, act) {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    },
    onReturn(act) {
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && act());
      window.addEventListener('focus', act);
    },
  });
}

/** Where the person lets no page keep anything, a reload needs a new link. */
function tabMemory(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined };
  }
}

function openWire(events: WireEvents) {
  const socket = new WebSocket(`ws://${location.host}/socket`);
  socket.addEventListener('open', () => events.open());
  socket.addEventListener('message', ({ data }) => events.message(String(data)));
  socket.addEventListener('close', ({ code }) => events.close(code));
  return socket;
}

/** 256 random bits in base64url. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
