import { Censor, type Departure, type OnHit } from './censor.ts';
import type { WireConfig } from './config.ts';
import { DelayLine } from './delay-line.ts';
import { OpenedFlows } from './opened-flows.ts';
import { type Direction, type Packet, parsePacket, timeToLive } from './packet.ts';
import type { WireStatistics } from './protocol.ts';
import { seededRandom } from './seeded-random.ts';

/** About 6 MB each way: far more than is under way in 30 ms on a fast link. */
const MAX_UNDER_WAY = 4096;
/** Timers have whole milliseconds: what is due within half of one may go now. */
const EARLY_MS = 0.5;

export interface CableOptions {
  readonly config: WireConfig;
  /** Milliseconds that never jump. */
  now(): number;
  /** Hands a packet to the kernel of the client (`down`) or of the world (`up`). */
  deliver(bytes: Buffer, direction: Direction): void;
  readonly onHit: OnHit;
}

/** The cable between client and world: the censor near the client, and the time it all takes. One timer in all. */
export class Cable {
  readonly #options: CableOptions;
  readonly #censor: Censor;
  readonly #random: () => number;
  readonly #lines = { up: new DelayLine<Buffer>(MAX_UNDER_WAY), down: new DelayLine<Buffer>(MAX_UNDER_WAY) };
  readonly #counts = { up: 0, down: 0, injected: 0, malformed: 0, stale: 0, expired: 0, overflow: 0 };
  readonly #opened = new OpenedFlows();
  #timer: NodeJS.Timeout | undefined;
  #timerDue = Number.POSITIVE_INFINITY;

  constructor(options: CableOptions) {
    this.#options = options;
    this.#random = seededRandom(options.config.seed);
    const { rules, later } = options.config;
    this.#censor = new Censor(rules, this.#random, options.onHit, later);
  }

  /** Puts later rules in force. */
  begin(id: string): void {
    this.#censor.begin(id);
  }

  get statistics(): WireStatistics {
    return { ...this.#counts, rules: this.#censor.statistics };
  }

  /** Takes a packet from the client (`up`) or from the world (`down`). Keeps `bytes`. */
  enter(bytes: Buffer, direction: Direction): void {
    const packet = parsePacket(bytes);
    if (packet === undefined) {
      this.#counts.malformed += 1;
      return;
    }
    if (isLocalChatter(packet)) return;
    if (!this.#opened.admits(packet, direction)) {
      this.#counts.stale += 1;
      return;
    }
    this.#counts[direction] += 1;
    if (this.#expires(packet, direction, this.#options.config.censorHops)) return;
    const now = this.#options.now();
    for (const departure of this.#censor.judge(packet, direction, now)) {
      const { injected } = departure;
      if (!injected && this.#expires(departure.packet, direction, this.#options.config.hops)) continue;
      this.#send(departure, direction, now);
    }
    this.#arm(now);
  }

  /** Whether a packet of the client's may not pass that many routers. */
  #expires(packet: Packet, direction: Direction, routers: number): boolean {
    const isOver = direction === 'up' && timeToLive(packet) <= routers;
    if (isOver) this.#counts.expired += 1;
    return isOver;
  }

  #send({ packet, direction, injected }: Departure, cause: Direction, now: number): void {
    const { oneWayMs, censorMs, jitterMs } = this.#options.config;
    const line = this.#lines[direction];
    if (injected) this.#counts.injected += 1;
    // A rule may have sent it elsewhere: answers will come from there.
    if (direction === 'up') this.#opened.admits(packet, direction);
    let accepted: boolean;
    if (direction === cause) {
      accepted = line.append(packet.bytes, now + oneWayMs + jitterMs * this.#random());
    } else {
      const there = Math.min(censorMs, oneWayMs);
      accepted = line.overtake(packet.bytes, now + 2 * (cause === 'up' ? there : oneWayMs - there));
    }
    if (!accepted) this.#counts.overflow += 1;
  }

  #arm(now: number): void {
    const { up, down } = this.#lines;
    const due = Math.min(up.nextDue ?? Number.POSITIVE_INFINITY, down.nextDue ?? Number.POSITIVE_INFINITY);
    if (due >= this.#timerDue || due === Number.POSITIVE_INFINITY) return;
    clearTimeout(this.#timer);
    this.#timerDue = due;
    this.#timer = setTimeout(() => this.#deliverDue(), Math.max(0, due - now));
  }

  #deliverDue(): void {
    this.#timerDue = Number.POSITIVE_INFINITY;
    const now = this.#options.now();
    for (const direction of ['up', 'down'] as const) {
      let bytes = this.#lines[direction].take(now + EARLY_MS);
      while (bytes !== undefined) {
        this.#options.deliver(bytes, direction);
        bytes = this.#lines[direction].take(now + EARLY_MS);
      }
    }
    this.#arm(now);
  }
}

/** Multicast and link-local packets of the kernel, which no router forwards. */
function isLocalChatter({ source, destination, version }: Packet): boolean {
  if (version === 4) return Number.parseInt(destination, 10) >= 224;
  return destination.startsWith('ff') || source.startsWith('fe80:') || destination.startsWith('fe80:');
}
