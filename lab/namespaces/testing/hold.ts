import { createNetwork } from '../index.ts';

// A run of the lab that says what it made and then waits to be ended by a signal.
void createNetwork({ client: { dns: ['9.9.9.9'] }, world: { addresses: ['9.9.9.9'] } }).then((network) => {
  network.exec('world', ['sleep', '600']);
  console.log(JSON.stringify(network.names));
  setInterval(() => {}, 1000);
});
