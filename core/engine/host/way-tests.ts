import type { Answer, Outcome } from '../../contract.ts';
import { wantedOf } from '../../finder/finder.ts';
import { serversFor } from '../../finder/ladder.ts';
import { NetError } from '../../model/failure.ts';
import type { EngineOptions, House } from '../open.ts';
import { onItsOwn } from '../own-session.ts';
import type { EngineParts } from '../parts.ts';
import type { Session } from '../session.ts';
import type { Connecting } from './connecting.ts';
import type { Desk } from './desk.ts';
import { waysEvent } from './house-view.ts';
import { refused } from './outcomes.ts';
import { testWay } from './test-way.ts';

/** A person tests one or two; each keeps a server busy. */
const MOST_TESTS = 4;

interface Surroundings {
  readonly house: () => House;
  readonly connecting: Connecting;
  readonly signal: AbortSignal;
}

/** Tests of ways, on behalf of a host: through the local proxy that is open, or through one opened for the test. */
export function createWayTests({ clock }: EngineOptions, desk: Desk, surroundings: Surroundings) {
  const { house, connecting, signal } = surroundings;
  let underWay = 0;

  async function run(id: string, session: Session, parts: EngineParts, until: AbortSignal) {
    const transport = parts.bricks.servers().find((server) => server.id === id);
    if (transport === undefined) return null;
    const { prover, wanted } = session;
    // What carries one messenger alone is tested with that one, whether it is chosen or not.
    const all = transport.carries === undefined ? wanted() : wantedOf(parts.resources.messengers);
    const fitting = all.filter(({ data }) => serversFor(data, [transport]).length > 0);
    return testWay(transport, fitting, { prover, bricks: parts.bricks, clock, signal: until });
  }

  async function runOnItsOwn(id: string) {
    const parts = house().parts(() => undefined);
    return onItsOwn(parts, signal, (session) => run(id, session, parts, signal));
  }

  function runHere(id: string) {
    const connection = connecting.lifecycle.current();
    const parts = connecting.parts();
    if (connection === null || parts === null) return runOnItsOwn(id);
    return run(id, connection.session, parts, connection.ended);
  }

  return {
    /** Tells the state how it went, too. */
    async test(id: string): Promise<Outcome<Answer<'testWay'>>> {
      if (underWay >= MOST_TESTS) return refused('too-many');
      if (
        !house()
          .servers.list()
          .some((server) => server.id === id)
      )
        return refused('not-found');
      underWay += 1;
      desk.tell({ event: 'way-test', id, test: { outcome: 'running' } });
      try {
        const test = (await runHere(id).catch(calledOff)) ?? failed('unknown_failure: no server');
        // Whether it is the one it was may show as well.
        desk.tell(waysEvent(house()));
        desk.tell({ event: 'way-test', id, test });
        return { ok: true, value: test };
      } finally {
        underWay -= 1;
      }
    },
  };

  function failed(failure: string): Extract<Answer<'testWay'>, { outcome: 'failed' }> {
    return { outcome: 'failed', at: Math.max(0, clock.now()), failure };
  }

  /** The connection it ran through was closed, or no local proxy could be opened. */
  function calledOff(error: unknown) {
    return failed(error instanceof NetError ? error.failure : 'interrupted');
  }
}
