import * as v from 'valibot';
import { buildTcp, buildUdp } from '../build.ts';
import { Censor, type Departure } from '../censor.ts';
import { type Direction, Flag, type Packet, type TcpPacket } from '../packet.ts';
import { type RuleOptions, ruleSchema } from '../rules/index.ts';
import { seededRandom } from '../seeded-random.ts';

export const CLIENT = '10.77.1.2';
export const SERVER = '157.240.1.60';

/** A censor made of rules as a scenario writes them, with a clock set by hand. */
export class TestCensor {
  now = 1000;
  readonly hits: (Readonly<Record<string, string | number>> & { rule: string })[] = [];
  readonly censor: Censor;

  constructor(...rules: readonly RuleOptions[]) {
    this.censor = new Censor(v.parse(v.array(ruleSchema), rules), seededRandom(1), (rule, detail) => {
      this.hits.push({ ...detail, rule });
    });
  }

  send(packet: Packet, direction: Direction): Departure[] {
    return this.censor.judge(packet, direction, this.now);
  }

  /** Whether the packet itself, rewritten or not, goes on. */
  passes(packet: Packet, direction: Direction): boolean {
    return this.send(packet, direction).some((departure) => !departure.injected);
  }

  count(what: string): number {
    return this.censor.statistics[0]?.counts[what] ?? 0;
  }
}

/** The packets of one TCP connection, with sequence numbers that add up. */
export class Conversation {
  clientNext = 0xffff_ff00;
  serverNext = 5000;
  readonly clientPort: number;
  readonly server: string;
  readonly serverPort: number;

  constructor(clientPort = 40_000, server = SERVER, serverPort = 443) {
    this.clientPort = clientPort;
    this.server = server;
    this.serverPort = serverPort;
  }

  syn(): TcpPacket {
    return this.#up(Flag.syn, Buffer.alloc(0), 1);
  }

  synAck(mss = 1460): TcpPacket {
    return this.#down(Flag.syn | Flag.ack, Buffer.alloc(0), 1, Buffer.of(2, 4, mss >> 8, mss & 0xff));
  }

  up(payload: Buffer | string): TcpPacket {
    const bytes = Buffer.from(payload);
    return this.#up(Flag.ack | Flag.psh, bytes, bytes.length);
  }

  down(payload: Buffer | string): TcpPacket {
    const bytes = Buffer.from(payload);
    return this.#down(Flag.ack | Flag.psh, bytes, bytes.length);
  }

  reset(): TcpPacket {
    return this.#up(Flag.rst, Buffer.alloc(0), 0);
  }

  /** SYN and SYN-ACK, both shown to a censor; whether both passed. */
  open(censor: TestCensor): boolean {
    return censor.passes(this.syn(), 'up') && censor.passes(this.synAck(), 'down');
  }

  #up(flags: number, payload: Buffer, consumed: number): TcpPacket {
    const packet = buildTcp({
      source: this.server.includes(':') ? '2a0e:77:1::2' : CLIENT,
      sourcePort: this.clientPort,
      destination: this.server,
      destinationPort: this.serverPort,
      sequence: this.clientNext,
      acknowledgment: this.serverNext,
      flags,
      window: 64_000,
      options: Buffer.alloc(0),
      payload,
    });
    this.clientNext = (this.clientNext + consumed) >>> 0;
    return packet;
  }

  #down(flags: number, payload: Buffer, consumed: number, options = Buffer.alloc(0)): TcpPacket {
    const packet = buildTcp({
      source: this.server,
      sourcePort: this.serverPort,
      destination: this.server.includes(':') ? '2a0e:77:1::2' : CLIENT,
      destinationPort: this.clientPort,
      sequence: this.serverNext,
      acknowledgment: this.clientNext,
      flags,
      window: 64_000,
      options,
      payload,
    });
    this.serverNext += consumed;
    return packet;
  }
}

/** A UDP packet of the client. */
export function datagram(destination: string, destinationPort: number, payload: Buffer, sourcePort = 50_000) {
  return buildUdp({ source: CLIENT, sourcePort, destination, destinationPort, payload });
}
