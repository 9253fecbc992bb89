import { useRef, useState } from 'react';
import type { Answer, Bridge, LinkProblem, ListProposal, Outcome, Proposal } from '../../../core/contract.ts';
import { findCode } from './find-code.ts';
import { type TakeProblem, takeIn } from './take-in.ts';

/** What is known of that which somebody was given. */
export type Intake =
  | { readonly stage: 'nothing' }
  | { readonly stage: 'reading' }
  | { readonly stage: 'looking' }
  | { readonly stage: 'unreadable'; readonly problem: TakeProblem }
  | { readonly stage: 'failed'; readonly code: ErrorCode }
  /** A list is being asked for. */
  | { readonly stage: 'fetching'; readonly host: string }
  | { readonly stage: 'list-failed'; readonly host: string; readonly failure: ListFailure }
  | {
      readonly stage: 'read';
      readonly source: 'text' | 'file' | 'programs';
      readonly proposals: readonly Proposal[];
      readonly lists: readonly ListProposal[];
      readonly problems: readonly LinkProblem[];
    }
  /** The person said no. */
  | { readonly stage: 'declined' }
  /** The person said yes, and a search began. */
  | { readonly stage: 'accepted' };

type ErrorCode = Extract<Outcome<never>, { ok: false }>['error']['code'];
type ListFailure = Extract<Answer<'fetchList'>, { outcome: 'failed' }>['failure'];
type Read = Extract<Intake, { stage: 'read' }>;

const EMPTY: LinkProblem = { code: 'empty', scheme: null, line: 1 };

export interface IntakeControls {
  readonly intake: Intake;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly look: () => void;
  readonly take: (file: Blob) => void;
  /** Takes the text of a code that was read elsewhere. */
  readonly takeCode: (text: string) => void;
  readonly detect: () => void;
  readonly accept: (proposals: readonly Proposal[]) => void;
  readonly fetchList: (list: ListProposal) => void;
  readonly decline: (proposal: Pick<Proposal, 'token'>) => void;
  readonly startOver: () => void;
}

/** From a paste, a file or a running program to a server that is tried. What was typed stays, whatever happens. */
export function useIntake(bridge: Bridge): IntakeControls {
  const [text, setText] = useState('');
  const [intake, setIntake] = useState<Intake>({ stage: 'nothing' });
  /** A later attempt overtakes an earlier one that is still under way. */
  const newest = useRef(0);

  const run = (waiting: Intake, work: () => Promise<Intake>) => {
    newest.current += 1;
    const own = newest.current;
    setIntake(waiting);
    void work().then((next) => {
      if (own === newest.current) setIntake(next);
    });
  };

  const describe = async (given: string, source: Read['source']): Promise<Intake> => {
    const outcome = await bridge.call('describeLinks', { text: given });
    if (!outcome.ok) return failed(outcome);
    const { proposals, lists, problems } = outcome.value;
    const isNothing = given.trim() === '' && proposals.length + lists.length + problems.length === 0;
    return { stage: 'read', source, proposals, lists, problems: isNothing ? [EMPTY] : problems };
  };

  /** What was typed stays. */
  const describeFound = (found: string): Promise<Intake> => {
    setText((typed) => (typed.trim() === '' ? found : typed));
    return describe(found, 'file');
  };

  return {
    intake,
    text,
    setText,
    look: () => run({ stage: 'reading' }, () => describe(text, 'text')),
    take: (file) =>
      run({ stage: 'reading' }, async () => {
        const taken = await takeIn(file, findCode);
        if (!taken.ok) return { stage: 'unreadable', problem: taken.problem };
        return describeFound(taken.text);
      }),
    takeCode: (found) => run({ stage: 'reading' }, () => describeFound(found)),
    detect: () =>
      run({ stage: 'looking' }, async () => {
        const outcome = await bridge.call('detectPrograms', {});
        if (!outcome.ok) return failed(outcome);
        return {
          stage: 'read',
          source: 'programs',
          proposals: outcome.value.proposals,
          lists: [],
          problems: [],
        };
      }),
    accept: (proposals) =>
      run({ stage: 'reading' }, async () => {
        const tokens = proposals.map(({ token }) => token);
        const accepted = await bridge.call('acceptProposals', { tokens });
        if (!accepted.ok) return failed(accepted);
        const begun = await bridge.call('connect', {});
        return begun.ok ? { stage: 'accepted' } : failed(begun);
      }),
    fetchList: ({ token, host }) =>
      run({ stage: 'fetching', host }, async () => {
        const fetched = await bridge.call('fetchList', { token });
        if (!fetched.ok) return failed(fetched);
        const { value } = fetched;
        if (value.outcome === 'failed') return { stage: 'list-failed', host, failure: value.failure };
        const begun = await bridge.call('connect', {});
        return begun.ok ? { stage: 'accepted' } : failed(begun);
      }),
    decline: ({ token }) => setIntake((current) => without(current, token)),
    startOver: () => setIntake({ stage: 'nothing' }),
  };
}

/** A proposal that somebody said no to is not shown any more. */
function without(intake: Intake, token: string): Intake {
  if (intake.stage !== 'read') return intake;
  const proposals = intake.proposals.filter((proposal) => proposal.token !== token);
  const lists = intake.lists.filter((list) => list.token !== token);
  const isOpen = [...proposals, ...lists].some(({ isKnown }) => !isKnown);
  return isOpen ? { ...intake, proposals, lists } : { stage: 'declined' };
}

function failed({ error }: Extract<Outcome<unknown>, { ok: false }>): Intake {
  return { stage: 'failed', code: error.code };
}
