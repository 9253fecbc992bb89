/**
 * The part of the engine that puts the computer's settings back and erases everything, also where no engine starts: small, since it is
 * started beside each connection.
 */
export { nodeCommand, openComputer, openKeyring, runGuardian } from './engine/computer.ts';
export { eraseAround, eraseHere, type Left } from './engine/erase.ts';
export { systemClock } from './net/system-clock.ts';
export { createFileOnce } from './store/atomic-file.ts';
export { eraseHome } from './store/erase.ts';
export { footbridgeHome, handOverFolder, windowTraces } from './store/home.ts';
