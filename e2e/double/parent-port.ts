import { EventEmitter } from 'node:events';

/** Gives a forked process the port that a utility process has; it ends with its shell, as Chromium sees to there. */
const port = Object.assign(new EventEmitter(), {
  postMessage(message: unknown) {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  },
});
const early: unknown[] = [];
process.on('message', (data) => {
  if (port.listenerCount('message') > 0) port.emit('message', { data });
  else early.push(data);
});
port.on('newListener', () =>
  setImmediate(() => {
    for (const data of early.splice(0)) port.emit('message', { data });
  }),
);
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: port });
