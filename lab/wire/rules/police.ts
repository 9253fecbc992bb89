import * as v from 'valibot';
import { FlowStates } from '../flow.ts';
import { FlowSelector, flowSelectorEntries } from '../flow-selector.ts';
import { DROP, PASS, type Rule, type RuleContext } from '../rule.ts';

const byteCount = v.pipe(v.number(), v.integer(), v.minValue(1500));

/** Data from the server is limited per TCP flow by a token bucket; what exceeds it is dropped. */
export const policeSchema = v.strictObject({
  kind: v.literal('police'),
  id: v.optional(v.string()),
  ...flowSelectorEntries,
  bytesPerSecond: v.optional(byteCount, 16_000),
  /** What may come at once after a pause. */
  burst: v.optional(byteCount, 8_000),
});

/** Throttling by dropping, as Russia did to Twitter in 2021 (censoredplanet.org/throttling). */
export function police(config: v.InferOutput<typeof policeSchema>, context: RuleContext): Rule {
  const selector = new FlowSelector(config);
  const flows = new FlowStates(({ server }) => ({
    ...selector.start(server),
    server,
    tokens: config.burst,
    filledAt: 0,
    isHit: false,
  }));
  return ({ packet, direction, now }) => {
    if (packet.kind !== 'tcp') return PASS;
    const flow = flows.of(packet, direction);
    if (direction === 'up') {
      flow.isMeant ||= selector.selectsHello(flow.server, flow.flight, packet);
      return PASS;
    }
    if (!flow.isMeant || packet.payload.length === 0) return PASS;
    const gained = ((now - flow.filledAt) / 1000) * config.bytesPerSecond;
    flow.tokens = Math.min(config.burst, flow.tokens + gained);
    flow.filledAt = now;
    if (flow.tokens >= packet.payload.length) {
      flow.tokens -= packet.payload.length;
      return PASS;
    }
    if (!flow.isHit) context.hit({ address: flow.server, port: packet.sourcePort });
    flow.isHit = true;
    context.count('dropped');
    return DROP;
  };
}
