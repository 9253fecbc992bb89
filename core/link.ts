/** An engine in a process of its own: the messages between it and its shell, and both ends of them. */
export { connectEngine } from './link/connect.ts';
export { forkedEngine, parentPort } from './link/fork-port.ts';
export type { EngineProcess, MessagePortLike } from './link/port.ts';
export { runEngineProcess } from './link/serve.ts';
