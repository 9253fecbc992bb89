import type { Duplex } from 'node:stream';
import { formatHostPort, type HostPort } from '../../model/address.ts';
import type { DialOptions, PacketSocket, StreamDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import { DONE, onAbort } from '../abort.ts';
import { createPacketInbox } from '../packet-inbox.ts';
import { proxyError } from '../proxy/failure.ts';
import { isPlainHost } from '../proxy/upstream.ts';
import { createVlessUnwrapper, wrapVlessPacket } from './packets.ts';

/** Targets a flow leads to at once; the one longest not written to gives way to another. */
const MOST_STREAMS = 64;
/** What may wait for the connection to each; what comes on top is dropped. Bytes. */
const MOST_UNSENT = 64 << 10;

interface Branch {
  send(data: Uint8Array): void;
  close(): void;
}

/**
 * A flow of datagrams over streams, one for each target, which are opened by its first datagram. The flow ends where the server
 * is not reached, and where one ends before anything has come back by any: a server that does not know the person's UUID just
 * hangs up. Later only that target's stream is opened anew.
 */
export function createVlessPacketFlow(dialer: StreamDialer, options: DialOptions): PacketSocket {
  const inbox = createPacketInbox();
  /** The longest not written to comes first. */
  const branches = new Map<string, Branch>();
  let hasHeard = false;

  function end(error: NetError): void {
    inbox.end(error);
    for (const branch of [...branches.values()]) branch.close();
  }

  function open(key: string, to: HostPort): Branch {
    const over = new AbortController();
    let unsent = 0;
    const close = () => {
      if (branches.get(key) === branch) branches.delete(key);
      over.abort(DONE);
    };
    const broken = (error: NetError) => {
      if (over.signal.aborted) return;
      close();
      if (!hasHeard) end(error);
    };
    const opened = dialer.dial(to, { ...options, signal: over.signal });
    opened.then(listen, (error: unknown) => {
      if (!over.signal.aborted)
        end(error instanceof NetError ? error : new NetError('connect', 'connection_reset'));
    });

    function listen(stream: Duplex): void {
      const unwrap = createVlessUnwrapper();
      onAbort(over.signal, () => stream.destroy());
      stream.on('error', () => undefined);
      for (const event of ['end', 'close'])
        stream.once(event, () => broken(new NetError('read', 'connection_reset')));
      stream.on('data', (chunk: Buffer) => {
        hasHeard = true;
        for (const data of unwrap(chunk)) inbox.deliver({ from: to, data });
      });
      if (stream.destroyed) broken(new NetError('read', 'connection_reset'));
    }

    const branch: Branch = {
      close,
      send(data) {
        if (unsent + data.length > MOST_UNSENT) return;
        unsent += data.length;
        opened.then(
          (stream) => {
            unsent -= data.length;
            // Nobody waits for a datagram.
            if (stream.writableLength < MOST_UNSENT) stream.write(wrapVlessPacket(data));
          },
          () => undefined,
        );
      },
    };
    return branch;
  }

  return {
    async send(data, to) {
      if (!isPlainHost(to.host)) throw proxyError('x_proxy_forbidden_target');
      const ended = inbox.ended();
      if (ended !== undefined) throw ended;
      const key = formatHostPort(to);
      const branch = branches.get(key) ?? open(key, to);
      branches.delete(key);
      branches.set(key, branch);
      if (branches.size > MOST_STREAMS) branches.values().next().value?.close();
      branch.send(data);
    },
    receive: inbox.receive,
    close: () => end(new NetError('read', 'connection_already_closed')),
  };
}
