// Gives a forked process the port to its parent that Electron gives a utility process.
const { EventEmitter } = require('node:events');

const port = Object.assign(new EventEmitter(), { postMessage: (message) => process.send(message) });
process.on('message', (data) => port.emit('message', { data }));
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: port });
