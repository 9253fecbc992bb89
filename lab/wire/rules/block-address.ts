import * as v from 'valibot';
import { AddressSet } from '../address.ts';
import { prohibited } from '../build.ts';
import { serverAddress, serverPort } from '../flow.ts';
import { isOpening, type Packet } from '../packet.ts';
import { addressSchema, DROP, PASS, portSchema, type Rule, type RuleContext, refuse } from '../rule.ts';

/** Traffic to addresses (of given ports and protocols) is dropped or refused. */
export const blockAddressSchema = v.strictObject({
  kind: v.literal('block-address'),
  id: v.optional(v.string()),
  addresses: v.array(addressSchema),
  /** All when absent. */
  ports: v.optional(v.array(portSchema)),
  /** All when absent; `other` is ICMP and the rest. */
  protocols: v.optional(v.array(v.picklist(['tcp', 'udp', 'other']))),
  action: v.picklist(['drop', 'tcp-reset', 'icmp-prohibited']),
});

/** Blocks both directions; only what the client sends is ever answered. */
export function blockAddress(config: v.InferOutput<typeof blockAddressSchema>, context: RuleContext): Rule {
  const addresses = new AddressSet(config.addresses);
  return ({ packet, direction }) => {
    if (!addresses.has(serverAddress(packet, direction))) return PASS;
    if (config.ports && !config.ports.includes(serverPort(packet, direction))) return PASS;
    if (config.protocols && !config.protocols.includes(packet.kind)) return PASS;
    if (direction === 'down') return DROP;
    if (opensSomething(packet)) context.hit({ address: packet.destination, over: packet.kind });
    else context.count('later');
    if (config.action === 'tcp-reset') return refuse(packet, direction);
    if (config.action === 'drop' || packet.kind === 'other') return DROP;
    return {
      verdict: 'answer',
      injections: [{ packet: prohibited(packet), direction: 'down' }],
      forward: false,
    };
  };
}

function opensSomething(packet: Packet): boolean {
  return packet.kind !== 'tcp' || isOpening(packet);
}
