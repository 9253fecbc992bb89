import dnsPacket from 'dns-packet';
import * as v from 'valibot';
import { AddressSet } from '../address.ts';
import { answerUdp } from '../build.ts';
import { NameSet } from '../names.ts';
import { addressSchema, PASS, type Rule, type RuleContext } from '../rule.ts';

const TIME_TO_LIVE = 60;

/** UDP/53 questions for `names` are answered with a lie at once, which outruns the true answer. */
export const dnsForgeSchema = v.strictObject({
  kind: v.literal('dns-forge'),
  id: v.optional(v.string()),
  names: v.array(v.string()),
  answer: v.union([
    v.literal('nxdomain'),
    v.strictObject({
      a: v.optional(v.pipe(v.string(), v.ipv4())),
      aaaa: v.optional(v.pipe(v.string(), v.ipv6())),
    }),
  ]),
  /** Only questions to these resolvers; all when absent. */
  resolvers: v.optional(v.array(addressSchema)),
  /** Whether the question is kept from the resolver, so that no true answer follows. */
  dropQuery: v.optional(v.boolean(), false),
});

type Config = v.InferOutput<typeof dnsForgeSchema>;

/** Forges as seen in China and Iran: the injected answer has no EDNS and comes before the true one. */
export function dnsForge(config: Config, context: RuleContext): Rule {
  const names = new NameSet(config.names);
  const resolvers = config.resolvers && new AddressSet(config.resolvers);
  return ({ packet, direction }) => {
    if (direction !== 'up' || packet.kind !== 'udp' || packet.destinationPort !== 53) return PASS;
    if (resolvers && !resolvers.has(packet.destination)) return PASS;
    const query = readQuery(packet.payload);
    const question = query?.questions?.[0];
    if (query === undefined || question === undefined || !names.has(question.name)) return PASS;
    context.hit({ name: question.name, type: question.type, resolver: packet.destination });
    const answer = answerUdp(packet, forge(query, question, config.answer));
    return {
      verdict: 'answer',
      injections: [{ packet: answer, direction: 'down' }],
      forward: !config.dropQuery,
    };
  };
}

function readQuery(payload: Buffer): dnsPacket.Packet | undefined {
  try {
    const packet = dnsPacket.decode(payload);
    return packet.type === 'query' ? packet : undefined;
  } catch {
    return undefined;
  }
}

function forge(query: dnsPacket.Packet, question: dnsPacket.Question, answer: Config['answer']): Buffer {
  const notFound = 3;
  const flags = dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE;
  return dnsPacket.encode({
    type: 'response',
    id: query.id ?? 0,
    flags: answer === 'nxdomain' ? flags | notFound : flags,
    questions: [question],
    answers: answer === 'nxdomain' ? [] : forgedRecords(question, answer),
  });
}

function forgedRecords(
  question: dnsPacket.Question,
  answer: Exclude<Config['answer'], 'nxdomain'>,
): dnsPacket.Answer[] {
  const { name, type } = question;
  if (type === 'A' && answer.a) return [{ name, type, ttl: TIME_TO_LIVE, data: answer.a }];
  if (type === 'AAAA' && answer.aaaa) return [{ name, type, ttl: TIME_TO_LIVE, data: answer.aaaa }];
  return [];
}
