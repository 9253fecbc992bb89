import { NetError } from '../../model/failure.ts';
import type { Proof, PurposeData } from '../../model/messenger.ts';
import type { Resolver } from '../../model/resolver.ts';
import type { Strategy } from '../../model/strategies.ts';
import type { Transport } from '../../model/transport.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { ladder } from '../ladder.ts';
import { createResolverChoice } from '../resolver-choice.ts';
import { search } from '../search.ts';
import { type Answers, namedTransport, unproven } from '../testing.ts';

/** The one address that is published as the messenger's. */
export const PUBLISHED = '157.240.1.1';
const STRATEGIES: readonly Strategy[] = [
  {
    rung: 'encrypted-dns',
    expression: '{dns}',
    beatenBy: ['address', 'server-name', 'freeze', 'interception'],
  },
  {
    rung: 'record-fragmentation',
    expression: '{dns} | tlsfrag:sni',
    beatenBy: ['address', 'freeze', 'interception'],
  },
  {
    rung: 'segmentation',
    expression: '{dns} | tcpfrag:sni',
    beatenBy: ['address', 'freeze', 'interception'],
  },
];
/** A purpose of a dialogue and a download. */
export const web: PurposeData = {
  purpose: 'web',
  names: ['web.example'],
  ports: [443],
  samples: [
    [
      { kind: 'https', host: 'web.example', port: 443, path: '/' },
      { kind: 'bulk', host: 'web.example', port: 443, path: '/', bytes: 65536 },
    ],
  ],
};
const quad9: Resolver = { id: 'doh:quad9', resolve: async () => ({ addresses: [PUBLISHED], ttl: 60 }) };

/** Connected, and then nothing. */
const SILENT = unproven('tls', 'generic_timeout_error', PUBLISHED);

/** What a search finds. */
interface World {
  readonly answers: Answers;
  readonly purpose?: PurposeData;
  /** Milliseconds each proof takes where it is not silent; 100 by default. */
  readonly takes?: (proof: Proof, transport: Transport) => number;
  readonly servers?: readonly Transport[];
  readonly strategies?: readonly Strategy[];
  readonly faults?: readonly string[];
  readonly slow?: readonly string[];
  /** Servers that failed a short while ago. */
  readonly resting?: readonly string[];
  readonly remembered?: Transport;
  readonly resolvers?: readonly Resolver[];
  /** Strategies whose hellos are cut on neutral addresses. */
  readonly cut?: readonly string[];
}

/** One search on a clock of its own, and what it did. */
export async function searchIn({
  answers,
  servers = [],
  faults = [],
  slow = [],
  resting = [],
  purpose = web,
  strategies = STRATEGIES,
  takes = () => 100,
  remembered,
  resolvers = [quad9],
  cut = [],
}: World) {
  const clock = createFakeClock();
  const tried: string[] = [];
  const hits: string[] = [];
  const neutral: string[] = [];
  const asked: string[] = [];
  const checked: string[] = [];
  const standings: string[] = [];
  const never = new AbortController().signal;
  const done = search(
    purpose,
    ladder({
      plain: namedTransport('system', 'plain'),
      strategies,
      servers,
      remembered,
      resting: new Set(resting),
    }),
    {
      prover: {
        prove: async (proof, transport, { signal, trace }) => {
          tried.push(`${proof.kind} ${transport.id}`);
          const answer = answers(proof, transport);
          if (answer === 'silent') for (const step of SILENT.steps) trace?.(step);
          await clock.sleep(answer === 'silent' ? 8000 : takes(proof, transport), signal);
          return answer === 'silent' ? SILENT : answer;
        },
      },
      gate: { enter: async () => () => undefined },
      resolvers: createResolverChoice({
        resolvers,
        clock,
        ended: never,
        race: async ([resolver], name) => {
          asked.push(name);
          return resolver === undefined ? null : { resolver, addresses: [PUBLISHED] };
        },
      }),
      serverChecks: {
        check: async ({ id }) => {
          checked.push(id);
          if (slow.includes(id)) return new NetError('proxy', 'x_proxy_timed_out');
          return faults.includes(id) ? new NetError('proxy', 'x_proxy_refused') : null;
        },
      },
      instantiate: ({ expression }, resolver) => namedTransport(expression.replace('{dns}', resolver)),
      isPublished: (address) => address === PUBLISHED,
      onNeutral: async (name, { expression }) => {
        neutral.push(`${name} ${expression}`);
        return { verdict: cut.includes(expression) ? 'reset' : 'passes' };
      },
      isThrottled: async (rate) => rate < 32 * 1024,
      onHit: ({ host }) => hits.push(host),
      onServer: ({ id }, seconds) => standings.push(`${id} ${seconds}`),
      clock,
      random: { bytes: (length) => new Uint8Array(length), uniform: () => 0 },
    },
    { onTrying: () => undefined, onStep: () => undefined },
    { signal: never, giveUp: never },
  );
  await clock.advance(30_000);
  return { ...(await done), tried, hits, asked, checked, neutral, standings };
}
