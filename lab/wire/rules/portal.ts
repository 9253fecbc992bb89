import * as v from 'valibot';
import { AddressSet } from '../address.ts';
import { AddressTranslation, redirectTargetSchema } from '../address-translation.ts';
import { serverAddress } from '../flow.ts';
import { addressSchema, DROP, PASS, type Rule, type RuleContext, refuse } from '../rule.ts';

/** A network that wants a login first: web pages lead to the portal, DNS works, all else does not. */
export const portalSchema = v.strictObject({
  kind: v.literal('portal'),
  id: v.optional(v.string()),
  to: redirectTargetSchema,
  /** What happens to everything that is neither TCP/80 nor DNS. */
  others: v.optional(v.picklist(['drop', 'reset']), 'drop'),
  /** Reachable before the login, such as the portal's own address. */
  exceptAddresses: v.optional(v.array(addressSchema), []),
});

/** A captive portal (RFC 8952 §3) of the common kind, which redirects TCP/80. */
export function portal(config: v.InferOutput<typeof portalSchema>, context: RuleContext): Rule {
  const translation = new AddressTranslation(config.to);
  const except = new AddressSet(config.exceptAddresses);
  return (passage) => {
    const { packet, direction } = passage;
    if (direction === 'down') return translation.restore(passage);
    if (except.has(serverAddress(packet, direction))) return PASS;
    if (packet.kind !== 'other' && packet.destinationPort === 53) return PASS;
    if (packet.kind === 'tcp' && packet.destinationPort === 80) {
      const { ruling, isNew } = translation.redirect(packet);
      if (isNew) context.hit({ address: packet.destination });
      return ruling;
    }
    context.count('refused');
    return config.others === 'reset' ? refuse(packet, direction) : DROP;
  };
}
