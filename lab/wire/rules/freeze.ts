import * as v from 'valibot';
import { FlowStates } from '../flow.ts';
import { FlowSelector, flowSelectorEntries } from '../flow-selector.ts';
import { DROP, PASS, type Rule, type RuleContext } from '../rule.ts';

/** After `bytes` of data from the server a TCP flow gets silent, both ways and for good. */
export const freezeSchema = v.strictObject({
  kind: v.literal('freeze'),
  id: v.optional(v.string()),
  ...flowSelectorEntries,
  bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 16_384),
});

/** Russia 2025-26: flows to foreign hosting stop after 16-20 kB (net4people/bbs#490, #662). */
export function freeze(config: v.InferOutput<typeof freezeSchema>, context: RuleContext): Rule {
  const selector = new FlowSelector(config);
  const flows = new FlowStates(({ server }) => ({
    ...selector.start(server),
    server,
    bytes: 0,
    isDead: false,
  }));
  return ({ packet, direction }) => {
    if (packet.kind !== 'tcp') return PASS;
    const flow = flows.of(packet, direction);
    if (flow.isDead) return DROP;
    if (direction === 'up') {
      flow.isMeant ||= selector.selectsHello(flow.server, flow.flight, packet);
      return PASS;
    }
    if (!flow.isMeant || packet.payload.length === 0) return PASS;
    flow.bytes += packet.payload.length;
    if (flow.bytes <= config.bytes) return PASS;
    flow.isDead = true;
    context.hit({ address: flow.server, port: packet.sourcePort });
    return DROP;
  };
}
