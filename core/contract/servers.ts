import * as v from 'valibot';
import { LIST_FAILURES } from '../model/list-failure.ts';
import { Count, Id, Port, ShortText, Text } from './parts.ts';
import { WantedProgramSchema } from './programs.ts';

/** A server somebody proposes: described, kept aside under a token, and not contacted before it is accepted. */
export const ProposalSchema = v.object({
  token: Id,
  /** `socks5`, `socks4a`, `http-proxy`, `https-proxy`, …: the hop nearest to the messenger decides what its owner can see. */
  kind: ShortText,
  /** Secrets hidden. */
  label: Text,
  host: ShortText,
  port: Port,
  hasPassword: v.boolean(),
  /** Whether it runs on this computer. */
  isLocal: v.boolean(),
  /** The program it was found by, as it calls itself: `Tor Browser`. */
  program: v.nullable(ShortText),
  /** What the link did not say and was taken to be so. */
  assumed: v.pipe(v.array(ShortText), v.maxLength(8)),
  /** Whether it is among the ways already. */
  isKnown: v.boolean(),
});
export type Proposal = v.InferOutput<typeof ProposalSchema>;

/** The address of a list of servers, kept aside under a token: nobody is asked for it before the person said yes. */
export const ListProposalSchema = v.object({ token: Id, host: ShortText, isKnown: v.boolean() });
export type ListProposal = v.InferOutput<typeof ListProposalSchema>;

/** Why a pasted line is no link that can be used. */
export const LinkProblemSchema = v.object({
  /**
   * Of core/transports/link-result.ts (`unsupported-scheme`, `not-a-link`, …), and `too-many` beyond a hundred, `no-server`
   * where the text only says how to go without one, `missing-engine` where a program of others is needed that is not here.
   */
  code: ShortText,
  /** The kind of link, where it is one we know of and cannot use, or do not know: `vless`. */
  scheme: v.nullable(ShortText),
  /** With `missing-engine`: the programs of which one is needed. */
  needs: v.optional(ShortText),
  /** With `missing-engine`: what is known of these programs. */
  programs: v.optional(v.pipe(v.array(WantedProgramSchema), v.maxLength(8))),
  /** The line at fault, counted from 1. */
  line: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type LinkProblem = v.InferOutput<typeof LinkProblemSchema>;

/** What came of asking for a list. */
export const ListOutcomeSchema = v.variant('outcome', [
  v.object({
    outcome: v.literal('taken'),
    /** Servers that are new, and those that there is no room for. */
    added: Count,
    left: Count,
    /** What stands in it and cannot be used; `line` counts its servers. */
    problems: v.pipe(v.array(LinkProblemSchema), v.maxLength(100)),
  }),
  v.object({ outcome: v.literal('failed'), failure: v.picklist(LIST_FAILURES) }),
]);
