import type { Proposal } from '../../contract.ts';
import type { WantedProgram } from '../../model/sidecar.ts';
import { connectTcp } from '../../net/tcp-connect.ts';
import { wantedPrograms } from '../../sidecars/given-program.ts';
import { detectPrograms } from '../../transports/detect.ts';
import { engineWish } from '../../transports/engine-dialer.ts';
import { type Expression, labelExpression, printExpression } from '../../transports/expression.ts';
import { parseLinks } from '../../transports/links/link-list.ts';
import { createTor } from '../../transports/tor-element.ts';
import type { EngineOptions, House } from '../open.ts';
import { clip } from './clip.ts';
import { describeFault, describeServer } from './describe.ts';
import { proposeLists } from './list-commands.ts';
import { DONE, type Handlers, refused, saving } from './outcomes.ts';
import type { Proposals } from './proposals.ts';

const DETECT_MS = 1_000;
const MOST_DETECTED = 32;
const MOST_PROPOSED = 100;

/** Tor without bridges: one that runs here already, or one of ours. */
const TOR: Expression = { resolver: 'system', hops: [createTor([])] };

export interface WayContext {
  readonly house: () => House;
  readonly options: EngineOptions;
  readonly proposals: Proposals;
  readonly listProposals: Proposals<string>;
  /** The port of our own local proxy, while it is open. */
  readonly ownPort: () => number | null;
  /** The list of ways is another now. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

type WayCommands = Pick<
  Handlers,
  | 'describeLinks'
  | 'detectPrograms'
  | 'acceptProposals'
  | 'nameWay'
  | 'moveWay'
  | 'removeWay'
  | 'shareWay'
  | 'missingPrograms'
  | 'acceptKey'
  | 'shareWay'
>;

/** Commands about the person's servers. */
export function createWayCommands(context: WayContext): WayCommands {
  const { house, proposals, onChange } = context;
  const { clock } = context.options;

  function propose(
    expression: Expression,
    program: string | null,
    assumed: readonly string[],
  ): Proposal | null {
    const text = printExpression(expression);
    const isKnown = house()
      .servers.saved()
      .some((saved) => saved.expression === text);
    const token = proposals.keep(expression);
    return describeServer(expression, { token, program, assumed: [...assumed], isKnown });
  }

  /** Programs of which it needs one, and none is here; null where nothing is missing. */
  async function missingFor(expression: Expression): Promise<readonly string[] | null> {
    const wish = engineWish(expression);
    return wish === undefined ? null : house().sidecars.missingFor(wish, context.signal);
  }

  /** What is known of programs that are missing. */
  function wanted(names: readonly string[] | null): WantedProgram[] {
    return [...wantedPrograms(names ?? [], house().resources.sidecars, process.platform)];
  }

  return {
    async describeLinks({ text }) {
      const { links, lists, faults } = parseLinks(text);
      const problems = faults.map(describeFault);
      const found: Proposal[] = [];
      for (const { line, expression, assumed } of links.slice(0, MOST_PROPOSED)) {
        const programs = await missingFor(expression);
        if (programs !== null) {
          problems.push({
            code: 'missing-engine',
            scheme: schemeOf(expression),
            needs: clip(programs.join(', '), 256),
            programs: wanted(programs),
            line,
          });
          continue;
        }
        const proposal = propose(expression, null, assumed);
        if (proposal === null) problems.push({ code: 'no-server', scheme: null, line });
        else found.push(proposal);
      }
      const proposedLists = proposeLists(lists, { house, proposals: context.listProposals });
      return {
        ok: true,
        value: { proposals: found, lists: proposedLists, problems: problems.slice(0, MOST_PROPOSED) },
      };
    },
    async detectPrograms() {
      const detected = await detectPrograms(house().resources.programs, {
        dialer: {
          dial: (target, dialOptions) => connectTcp(target, { ...dialOptions, clock, timeoutMs: DETECT_MS }),
        },
        clock,
        signal: context.signal,
        ownPort: context.ownPort(),
      });
      const tor =
        detected.find(({ isTor }) => isTor)?.name ?? ((await missingFor(TOR)) === null ? 'Tor' : null);
      const found = detected.flatMap(({ name, expression, isTor }) =>
        isTor ? [] : (propose(expression, name, []) ?? []),
      );
      const proposals = [
        ...(tor === null ? [] : [propose(TOR, tor, [])].flatMap((one) => one ?? [])),
        ...found,
      ];
      return { ok: true, value: { proposals: proposals.slice(0, MOST_DETECTED) } };
    },
    async acceptProposals({ tokens }) {
      const accepted = tokens.flatMap((token) => proposals.find(token) ?? []);
      if (accepted.length < tokens.length) return refused('not-found');
      const ids: string[] = [];
      const stop = await accept(accepted, ids);
      if (ids.length > 0) onChange();
      if (stop !== null) return stop;
      for (const token of tokens) proposals.forget(token);
      return { ok: true, value: { ids } };
    },
    nameWay: ({ id, name }) => changed(house().servers.rename(id, name)),
    moveWay: ({ id, to }) => changed(house().servers.move(id, to)),
    removeWay: ({ id }) => changed(removeById(id)),
    async missingPrograms({ id }) {
      const expression = house().servers.expressionOf(id);
      if (expression === undefined) return refused('not-found');
      return { ok: true, value: { programs: wanted(await missingFor(expression)) } };
    },
    acceptKey: ({ id, fingerprint }) => changed(house().keyChanges.accept(id, fingerprint)),
    async shareWay({ id }) {
      const link = house().servers.link(id);
      return link === undefined ? refused('not-found') : { ok: true, value: { link } };
    },
  };

  /** Puts the identifiers of those that were added into `ids`; why it stopped before the last, or null. */
  async function accept(
    expressions: readonly Expression[],
    ids: string[],
  ): Promise<ReturnType<typeof refused> | null> {
    for (const expression of expressions) {
      const added = await saving(() => house().servers.addExpression(expression));
      if (!added.ok) return added;
      if (!added.value.ok) return refused('too-many');
      ids.push(added.value.server.id);
    }
    return null;
  }

  async function removeById(id: string): Promise<boolean> {
    const { servers } = house();
    // By its identifier alone: what looks like a number is none here.
    const isThere = servers.list().some((server) => server.id === id);
    return isThere && (await servers.remove(id)) !== undefined;
  }

  async function changed(change: Promise<boolean>): Promise<ReturnType<typeof refused> | typeof DONE> {
    const outcome = await saving(() => change);
    if (!outcome.ok) return outcome;
    if (!outcome.value) return refused('not-found');
    onChange();
    return DONE;
  }
}

/** What the kind of server it leads to first is called in links. */
function schemeOf(expression: Expression): string {
  return labelExpression(expression).split('://')[0] ?? '';
}
