import * as v from 'valibot';
import type { Rule, RuleContext } from '../rule.ts';
import { bigHello, bigHelloSchema } from './big-hello.ts';
import { blockAddress, blockAddressSchema } from './block-address.ts';
import { dnsForge, dnsForgeSchema } from './dns-forge.ts';
import { dnsHijack, dnsHijackSchema } from './dns-hijack.ts';
import { down, downSchema } from './down.ts';
import { freeze, freezeSchema } from './freeze.ts';
import { incompleteHello, incompleteHelloSchema } from './incomplete-hello.ts';
import { loss, lossSchema } from './loss.ts';
import { parallelHandshakes, parallelHandshakesSchema } from './parallel-handshakes.ts';
import { police, policeSchema } from './police.ts';
import { portal, portalSchema } from './portal.ts';
import { redirectTls, redirectTlsSchema } from './redirect-tls.ts';
import { sni, sniSchema } from './sni.ts';
import { whitelist, whitelistSchema } from './whitelist.ts';

/** One rule of a censor, as data. `id` names it in statistics and events (its kind by default). */
export const ruleSchema = v.variant('kind', [
  bigHelloSchema,
  blockAddressSchema,
  dnsForgeSchema,
  dnsHijackSchema,
  downSchema,
  freezeSchema,
  incompleteHelloSchema,
  lossSchema,
  parallelHandshakesSchema,
  policeSchema,
  portalSchema,
  redirectTlsSchema,
  sniSchema,
  whitelistSchema,
]);

export type RuleConfig = v.InferOutput<typeof ruleSchema>;
/** As a scenario writes it: everything that has a default may be left out. */
export type RuleOptions = v.InferInput<typeof ruleSchema>;

/** Makes the rule that its data describes. */
export function createRule(config: RuleConfig, context: RuleContext): Rule {
  switch (config.kind) {
    case 'big-hello':
      return bigHello(config, context);
    case 'block-address':
      return blockAddress(config, context);
    case 'dns-forge':
      return dnsForge(config, context);
    case 'dns-hijack':
      return dnsHijack(config, context);
    case 'down':
      return down(config, context);
    case 'freeze':
      return freeze(config, context);
    case 'incomplete-hello':
      return incompleteHello(config, context);
    case 'loss':
      return loss(config, context);
    case 'parallel-handshakes':
      return parallelHandshakes(config, context);
    case 'police':
      return police(config, context);
    case 'portal':
      return portal(config, context);
    case 'redirect-tls':
      return redirectTls(config, context);
    case 'sni':
      return sni(config, context);
    case 'whitelist':
      return whitelist(config, context);
  }
}
