import * as v from 'valibot';
import { AddressSet } from '../address.ts';
import { serverAddress, serverPort } from '../flow.ts';
import { addressSchema, DROP, PASS, portSchema, type Rule, type RuleContext, refuse } from '../rule.ts';

/** Only `addresses` (and `ports`) can be reached. */
export const whitelistSchema = v.strictObject({
  kind: v.literal('whitelist'),
  id: v.optional(v.string()),
  addresses: v.array(addressSchema),
  /** Any when absent. */
  ports: v.optional(v.array(portSchema)),
  action: v.optional(v.picklist(['drop', 'reset']), 'drop'),
});

/** The white lists of mobile networks (net4people/bbs#516): what is not listed is dropped or reset. */
export function whitelist(config: v.InferOutput<typeof whitelistSchema>, context: RuleContext): Rule {
  const addresses = new AddressSet(config.addresses);
  return ({ packet, direction }) => {
    const isListed =
      addresses.has(serverAddress(packet, direction)) &&
      (packet.kind === 'other' || (config.ports?.includes(serverPort(packet, direction)) ?? true));
    if (isListed) return PASS;
    if (direction === 'down') return DROP;
    context.hit({ address: packet.destination, port: serverPort(packet, direction) });
    return config.action === 'reset' ? refuse(packet, direction) : DROP;
  };
}
