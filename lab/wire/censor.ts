import type { Direction, Packet } from './packet.ts';
import type { RuleStatistics } from './protocol.ts';
import type { Injection, Rule } from './rule.ts';
import { createRule, type RuleConfig } from './rules/index.ts';

/** A packet that leaves the censor. */
export interface Departure extends Injection {
  /** Whether the censor made it. */
  readonly injected: boolean;
}

export type OnHit = (rule: string, detail: Readonly<Record<string, string | number>>) => void;

interface Link {
  readonly judge: Rule;
  readonly statistics: RuleStatistics;
  inForce: boolean;
}

/** Rules in a row, like boxes on a cable: `up` meets them first to last, `down` last to first. */
export class Censor {
  readonly #links: readonly Link[];

  /** `later`: rules beyond the others, each out of force until it is begun. */
  constructor(
    rules: readonly RuleConfig[],
    random: () => number,
    onHit: OnHit,
    later: readonly RuleConfig[] = [],
  ) {
    this.#links = [
      ...rules.map((config) => createLink(config, random, onHit, true)),
      ...later.map((config) => createLink(config, random, onHit, false)),
    ];
  }

  /** Puts the rules of an id in force. */
  begin(id: string): void {
    for (const link of this.#links) if (link.statistics.id === id) link.inForce = true;
  }

  get statistics(): RuleStatistics[] {
    return this.#links.map(({ statistics }) => statistics);
  }

  /** What becomes of a packet: itself (perhaps rewritten), nothing, and what the rules inject. `now` in ms. */
  judge(packet: Packet, direction: Direction, now: number): Departure[] {
    const departures: Departure[] = [];
    const start = direction === 'up' ? 0 : this.#links.length - 1;
    this.#pass({ packet, direction, injected: false }, start, now, departures);
    return departures;
  }

  #pass(departure: Departure, index: number, now: number, departures: Departure[]): void {
    const { direction, injected } = departure;
    let { packet } = departure;
    const step = direction === 'up' ? 1 : -1;
    for (let at = index; at >= 0 && at < this.#links.length; at += step) {
      const link = this.#links[at];
      if (link === undefined || !link.inForce) continue;
      const ruling = link.judge({ packet, direction, now });
      if (ruling.verdict === 'pass') continue;
      if (ruling.verdict === 'drop') return;
      if (ruling.verdict === 'rewrite') {
        packet = ruling.packet;
        continue;
      }
      for (const injection of ruling.injections) {
        const next = injection.direction === 'up' ? at + 1 : at - 1;
        this.#pass({ ...injection, injected: true }, next, now, departures);
      }
      if (!ruling.forward) return;
    }
    departures.push({ packet, direction, injected });
  }
}

function createLink(config: RuleConfig, random: () => number, onHit: OnHit, inForce: boolean): Link {
  const id = config.id ?? config.kind;
  const statistics: RuleStatistics = { id, kind: config.kind, hits: 0, counts: {} };
  const judge = createRule(config, {
    random,
    hit(detail) {
      statistics.hits += 1;
      onHit(id, detail);
    },
    count(what) {
      statistics.counts[what] = (statistics.counts[what] ?? 0) + 1;
    },
  });
  return { judge, statistics, inForce };
}
