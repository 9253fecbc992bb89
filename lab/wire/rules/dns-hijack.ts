import * as v from 'valibot';
import { AddressTranslation, redirectTargetSchema } from '../address-translation.ts';
import { PASS, type Rule, type RuleContext } from '../rule.ts';

/** Every UDP and TCP question to port 53, whoever it is for, is answered by the resolver at `to`. */
export const dnsHijackSchema = v.strictObject({
  kind: v.literal('dns-hijack'),
  id: v.optional(v.string()),
  to: redirectTargetSchema,
});

/** Redirects port 53 with a memory per flow, so that the lie seems to come from the resolver asked. */
export function dnsHijack(config: v.InferOutput<typeof dnsHijackSchema>, context: RuleContext): Rule {
  const translation = new AddressTranslation(config.to);
  const targets = [config.to.ipv4, config.to.ipv6];
  return (passage) => {
    const { packet, direction } = passage;
    if (direction === 'down') return translation.restore(passage);
    if (packet.kind === 'other' || packet.destinationPort !== 53) return PASS;
    if (targets.includes(packet.destination) && (config.to.port ?? 53) === 53) return PASS;
    const { ruling, isNew } = translation.redirect(packet);
    if (isNew) context.hit({ resolver: packet.destination, over: packet.kind });
    return ruling;
  };
}
