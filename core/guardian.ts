/** The part of the engine that puts the computer's settings back: small, since it is started beside each connection. */
export { nodeCommand, openComputer, runGuardian } from './engine/computer.ts';
export { systemClock } from './net/system-clock.ts';
export { createFileOnce } from './store/atomic-file.ts';
export { eraseHome } from './store/erase.ts';
export { footbridgeHome, handOverFolder, windowTraces } from './store/home.ts';
