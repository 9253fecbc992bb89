import * as v from 'valibot';
import { AddressSet } from '../address.ts';
import { AddressTranslation, redirectTargetSchema } from '../address-translation.ts';
import { addressSchema, PASS, type Rule, type RuleContext } from '../rule.ts';

/** TCP/443 to everywhere ends at an intercepting box, which reads from the SNI where it was to go. */
export const redirectTlsSchema = v.strictObject({
  kind: v.literal('redirect-tls'),
  id: v.optional(v.string()),
  to: redirectTargetSchema,
  /** Only flows to these; all when absent. */
  addresses: v.optional(v.array(addressSchema)),
  exceptAddresses: v.optional(v.array(addressSchema), []),
});

/** What a middlebox with a root in the operating system's store needs: the flows, their answers rewritten back. */
export function redirectTls(config: v.InferOutput<typeof redirectTlsSchema>, context: RuleContext): Rule {
  const translation = new AddressTranslation(config.to);
  const addresses = config.addresses && new AddressSet(config.addresses);
  const except = new AddressSet(config.exceptAddresses);
  return (passage) => {
    const { packet, direction } = passage;
    if (direction === 'down') return translation.restore(passage);
    if (packet.kind !== 'tcp' || packet.destinationPort !== 443) return PASS;
    if (except.has(packet.destination) || !(addresses?.has(packet.destination) ?? true)) return PASS;
    const { ruling, isNew } = translation.redirect(packet);
    if (isNew) context.hit({ address: packet.destination });
    return ruling;
  };
}
