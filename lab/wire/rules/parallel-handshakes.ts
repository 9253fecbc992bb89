import * as v from 'valibot';
import { FlowStates, serverPort } from '../flow.ts';
import { isClosing, isOpening } from '../packet.ts';
import { DROP, PASS, portSchema, type Rule, type RuleContext, secondsSchema } from '../rule.ts';

/** A handshake that got no answer for so long no longer counts. */
const FORGOTTEN_AFTER_MS = 10_000;

/** More than `limit` handshakes under way to one address and port: everything to it is dropped for a while. */
export const parallelHandshakesSchema = v.strictObject({
  kind: v.literal('parallel-handshakes'),
  id: v.optional(v.string()),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 3),
  seconds: v.optional(secondsSchema, 30),
  /** Under way is from the client's first data (`hello`) or already from its SYN, to the server's first data. */
  since: v.optional(v.picklist(['hello', 'syn']), 'hello'),
  ports: v.optional(v.array(portSchema), [443]),
});

interface Target {
  readonly underWay: Map<object, number>;
  blockedUntil: number;
}

/** The policing of bursts of look-alike handshakes; also ends the flows that are already open to the address. */
export function parallelHandshakes(
  config: v.InferOutput<typeof parallelHandshakesSchema>,
  context: RuleContext,
): Rule {
  const targets = new Map<string, Target>();
  const flows = new FlowStates(({ client, server, serverPort }) => ({
    target: targetFor(targets, `${client} ${server} ${serverPort}`),
    isAnswered: false,
  }));
  return ({ packet, direction, now }) => {
    if (packet.kind !== 'tcp' || !config.ports.includes(serverPort(packet, direction))) return PASS;
    const flow = flows.of(packet, direction);
    const { target } = flow;
    if (now < target.blockedUntil) {
      context.count('dropped');
      return DROP;
    }
    const isData = packet.payload.length > 0;
    if (isClosing(packet) || (direction === 'down' && isData)) {
      flow.isAnswered = true;
      target.underWay.delete(flow);
      return PASS;
    }
    const starts = isData || (config.since === 'syn' && isOpening(packet));
    if (direction === 'down' || !starts || flow.isAnswered || target.underWay.has(flow)) return PASS;
    forgetOld(target, now);
    target.underWay.set(flow, now);
    if (target.underWay.size <= config.limit) return PASS;
    context.hit({ address: packet.destination, underWay: target.underWay.size });
    target.underWay.clear();
    target.blockedUntil = now + config.seconds * 1000;
    return DROP;
  };
}

function targetFor(targets: Map<string, Target>, key: string): Target {
  const known = targets.get(key);
  if (known !== undefined) return known;
  const target = { underWay: new Map<object, number>(), blockedUntil: 0 };
  targets.set(key, target);
  return target;
}

function forgetOld(target: Target, now: number): void {
  for (const [flow, since] of target.underWay) {
    if (now - since > FORGOTTEN_AFTER_MS) target.underWay.delete(flow);
  }
}
