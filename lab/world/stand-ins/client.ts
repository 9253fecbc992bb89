import { connect } from 'node:net';
import { clientHello, isServerHello } from './noise.ts';
import { DataCentreClient } from './obfuscated2.ts';

/**
 * One chat exchange through a SOCKS5 proxy, as an app's own client would make it; with `mtproto`, through an MTProto proxy,
 * whose secret stands in the host's place. Prints `ok`, or fails.
 */
const [kind, host = '', port, proxyPort] = process.argv.slice(2);
const TIMEOUT_MS = 10_000;

const isMtproto = kind === 'mtproto';
const centre = new DataCentreClient(2, isMtproto ? Buffer.from(host, 'hex') : null);
const exchange =
  kind === 'noise'
    ? { flight: clientHello(), isAnswer: isServerHello }
    : {
        flight: centre.firstFlight(),
        isAnswer: (bytes: Buffer) => bytes.length >= 4 && centre.isResPq(bytes),
      };

const name = Buffer.from(host);
const target = Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.alloc(2)]);
target.writeUInt16BE(Number(port), target.length - 2);

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

const socket = connect(Number(proxyPort), '127.0.0.1');
socket.setTimeout(TIMEOUT_MS, () => fail('no answer in time'));
socket.on('error', ({ message }) => fail(message));
socket.write(isMtproto ? exchange.flight : Buffer.from([5, 1, 0]));
let stage: 'method' | 'reply' | 'answer' = isMtproto ? 'answer' : 'method';
let received = Buffer.alloc(0);
for await (const chunk of socket) {
  received = Buffer.concat([received, chunk]);
  if (stage === 'method' && received.length >= 2) {
    if (received[1] !== 0) fail('the proxy wants a password');
    received = received.subarray(2);
    stage = 'reply';
    socket.write(target);
  }
  if (stage === 'reply' && received.length >= 10) {
    if (received[1] !== 0) fail(`the proxy answered ${received[1]}`);
    received = received.subarray(received[3] === 4 ? 22 : 10);
    stage = 'answer';
    socket.write(exchange.flight);
  }
  if (stage === 'answer' && exchange.isAnswer(received)) {
    process.stdout.write('ok\n');
    process.exit(0);
  }
}
fail(`the connection ended while waiting for the ${stage}`);
