import { type HelloRecords, type HelloView, readHello, readRecords } from './client-hello.ts';
import type { TcpPacket } from './packet.ts';
import { TcpStream } from './tcp-stream.ts';

/** What a client sends first in a TCP flow, seen by a censor that reassembles TCP and TLS records. */
export class ClientFlight {
  readonly stream = new TcpStream();
  #decided = false;

  /** Takes in a packet from the client; afterwards `records` and `hello` speak of all that has arrived. */
  add(packet: TcpPacket): void {
    if (!this.#decided) this.stream.add(packet);
  }

  /** Whether nothing that comes later can change what is known: keep no more. */
  get isDecided(): boolean {
    return this.#decided;
  }

  /** The records so far; undefined when this is not TLS. */
  get records(): HelloRecords | undefined {
    return readRecords(this.stream.bytes);
  }

  /** The ClientHello with TCP and records reassembled. Undefined when this is not TLS. */
  hello(): HelloView | undefined {
    const records = this.records;
    if (records === undefined) return undefined;
    const view = readHello(records.joined);
    if (view.whole || records.ended) this.#decided = true;
    return view;
  }

  /** The flow has been judged. */
  decide(): void {
    this.#decided = true;
  }
}
