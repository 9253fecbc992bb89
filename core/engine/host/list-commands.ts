import type { Answer, ListProposal, Outcome } from '../../contract.ts';
import type { FoundList } from '../../transports/links/link-list.ts';
import { listHost } from '../../transports/links/list-link.ts';
import type { FetchList, ListOutcome } from '../lists/list-book.ts';
import { fetchOver } from '../lists/ways.ts';
import type { House } from '../open.ts';
import { onItsOwn } from '../own-session.ts';
import { clip } from './clip.ts';
import type { Connecting } from './connecting.ts';
import { describeFault } from './describe.ts';
import { DONE, type Handlers, refused, saving } from './outcomes.ts';
import type { Proposals } from './proposals.ts';

/** Whoever presses again and again is patient enough for these. */
const MOST_FETCHES = 2;

export interface ListContext {
  readonly house: () => House;
  readonly proposals: Proposals<string>;
  readonly connecting: Connecting;
  /** Lists, or the servers they brought, are others now. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

type ListCommands = Pick<Handlers, 'fetchList' | 'refreshList' | 'removeList'>;

/** Keeps the addresses of lists aside; nobody is asked for them before the person said yes. */
export function proposeLists(
  found: readonly FoundList[],
  { house, proposals }: Pick<ListContext, 'house' | 'proposals'>,
): ListProposal[] {
  const known = house().lists.saved();
  return found.map(({ address }) => ({
    token: proposals.keep(address),
    host: clip(listHost(address), 256),
    isKnown: known.some((list) => list.address === address),
  }));
}

/** Commands about lists of servers. */
export function createListCommands(context: ListContext): ListCommands {
  const { house, proposals, connecting, onChange, signal } = context;
  let underWay = 0;

  /** Through the local proxy's own ways while one is open, and through ways found for this alone otherwise. */
  function withWays<T>(work: (fetch: FetchList) => Promise<T>): Promise<T> {
    const connection = connecting.lifecycle.current();
    const parts = connecting.parts();
    if (connection !== null && parts !== null)
      return work(fetchOver(parts, connection.session, connection.ended));
    const own = house().parts(() => undefined);
    return onItsOwn(own, signal, (session) => work(fetchOver(own, session, signal)));
  }

  async function run(
    work: (fetch: FetchList) => Promise<ListOutcome | undefined>,
  ): Promise<Outcome<Answer<'fetchList'>>> {
    if (underWay >= MOST_FETCHES) return refused('too-many');
    underWay += 1;
    try {
      const saved = await saving(() => withWays(work));
      if (!saved.ok) return saved;
      if (saved.value === undefined) return refused('not-found');
      onChange();
      return answerOf(saved.value);
    } finally {
      underWay -= 1;
    }
  }

  return {
    async fetchList({ token }) {
      const address = proposals.find(token);
      if (address === undefined) return refused('not-found');
      return run((fetch) => house().lists.add(address, fetch));
    },
    refreshList: ({ id }) => run((fetch) => house().lists.refresh(id, fetch)),
    async removeList({ id }) {
      const forgotten = await saving(() => house().lists.forget(id));
      if (!forgotten.ok) return forgotten;
      if (!forgotten.value) return refused('not-found');
      onChange();
      return DONE;
    },
  };
}

function answerOf(outcome: ListOutcome): Outcome<Answer<'fetchList'>> {
  switch (outcome.kind) {
    case 'too-many':
      return refused('too-many');
    case 'failed':
      return { ok: true, value: { outcome: 'failed', failure: outcome.failure } };
    case 'unchanged':
      return { ok: true, value: { outcome: 'taken', added: 0, left: 0, problems: [] } };
    case 'taken': {
      const { added, left, faults } = outcome;
      return { ok: true, value: { outcome: 'taken', added, left, problems: faults.map(describeFault) } };
    }
  }
}
