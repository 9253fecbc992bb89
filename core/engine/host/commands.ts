import type { GivenProgram } from '../../sidecars/given-program.ts';
import { eraseHome, KeyLeftError } from '../../store/erase.ts';
import type { Apps } from '../../system/apps/apps.ts';
import type { Computer } from '../../system/computer.ts';
import type { Connection } from '../connect.ts';
import { type EngineOptions, type House, openHouse } from '../open.ts';
import { createReportBook } from '../report/book.ts';
import { keepVerdict } from '../report/keep-history.ts';
import { createAppCommands } from './app-commands.ts';
import { createCloserLookCommands } from './closer-look-commands.ts';
import { createComputerCommands, openSystemProxy } from './computer-commands.ts';
import { createConnecting } from './connecting.ts';
import type { Desk } from './desk.ts';
import { createHandOverCommands } from './hand-over-commands.ts';
import { chosenIds, modelOf, waysEvent } from './house-view.ts';
import { createListCommands } from './list-commands.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';
import { createProgramCommands } from './program-commands.ts';
import { createProposals } from './proposals.ts';
import { createReportCommands } from './report-commands.ts';
import { mentioned, settingsView } from './settings-view.ts';
import { createShareCommands } from './share-commands.ts';
import { createWayCommands } from './way-commands.ts';
import { createWayTests } from './way-tests.ts';

export interface HostOptions extends EngineOptions {
  /** This computer's own settings. */
  readonly computer: Computer;
  /** Programs of messengers on it. */
  readonly apps: Apps;
}

export interface HostCommands {
  readonly handlers: Handlers;
  /** While everything is being erased nothing may be written. */
  isErasing(): boolean;
  close(): Promise<void>;
}

/** Carries out every command of the contract that is the engine's. */
export function createCommands(options: HostOptions, desk: Desk, opened: House): HostCommands {
  let house = opened;
  let isErasing = false;
  const ended = new AbortController();
  const proposals = createProposals(options.clock, options.random);
  const listProposals = createProposals<string>(options.clock, options.random);
  const given = createProposals<GivenProgram>(options.clock, options.random);
  const systemProxy = openSystemProxy(options.computer, desk, () => house);
  /** What of verdicts is still being written down. */
  let keeping: Promise<unknown> = Promise.resolve();
  const book = createReportBook(options.clock, (verdict) => {
    if (isErasing) return;
    keeping = Promise.all([keeping, keepVerdict(house, verdict, Math.max(0, options.clock.now()))]);
  });
  const closerLook = createCloserLookCommands(options, desk, {
    house: () => house,
    book,
    signal: ended.signal,
  });
  const connecting = createConnecting(options, desk, () => house, systemProxy, {
    ...book,
    clear() {
      closerLook.forget();
      book.clear();
    },
  });
  const { lifecycle } = connecting;
  const handOver = createHandOverCommands(options, desk);
  const tests = createWayTests(options, desk, { house: () => house, connecting, signal: ended.signal });

  const handlers: Handlers = {
    async connect() {
      const connection = lifecycle.current();
      // One that said no may have been unlocked since, or is to ask once more.
      if (house.keyring.place() === 'locked') void house.keyring.unlock();
      if (connection === null) lifecycle.connect();
      else inBackground(connection.searchMissing());
      return DONE;
    },
    async look() {
      const connection = lifecycle.current();
      if (connection !== null) inBackground(connection.look());
      return DONE;
    },
    async disconnect() {
      await lifecycle.disconnect();
      return DONE;
    },
    async chooseMessengers({ ids }) {
      const isKnown = (id: string) => house.resources.messengers.some((messenger) => messenger.id === id);
      if (!ids.every(isKnown)) return refused('not-found');
      const { keep, settings } = house;
      const written = keep(() => settings.change({ messengers: [...new Set(ids)] }));
      // It holds before it is written: a search that begins meanwhile must find the desk informed.
      desk.tell({ event: 'chosen', ids: chosenIds(house) });
      connecting.adopt();
      systemProxy.namesChanged();
      await written;
      return DONE;
    },
    async changeSettings({ changes }) {
      const { keep, settings } = house;
      const written = keep(() => settings.change(mentioned(changes)));
      desk.tell({ event: 'settings', settings: settingsView(settings.settings) });
      await written;
      return DONE;
    },
    testWay: ({ id }) => tests.test(id),
    async eraseEverything() {
      isErasing = true;
      try {
        await lifecycle.disconnect();
        await keeping;
        await handOver.close();
        proposals.clear();
        closerLook.forget();
        listProposals.clear();
        given.clear();
        book.clear();
        await house.keyring.letGo();
        const erased = await eraseHome(options.home, options.keyring ?? null).then(
          () => DONE,
          (error: unknown) => refused(error instanceof KeyLeftError ? 'key-left' : 'cannot-save'),
        );
        house = await openHouse(options, { emit: desk.tell, isForgiving: true, isTraceless: true });
        const { available, problem } = desk.model().computer;
        desk.reset(modelOf(house));
        desk.tell({ event: 'computer', computer: { available, problem } });
        return erased;
      } finally {
        isErasing = false;
      }
    },
    ...handOver.commands,
    ...createAppCommands({
      ...{ apps: options.apps, known: () => house.resources.apps, desk, systemProxy },
      linkOf: (id) => house.servers.link(id),
      openMtproto: async () => (await lifecycle.current()?.openMtproto()) ?? null,
      signal: ended.signal,
    }),
    ...closerLook.handlers,
    ...createReportCommands(options, desk, () => house, book),
    ...createShareCommands(connecting, desk),
    ...createComputerCommands({ desk, house: () => house, connecting, systemProxy }),
    ...createProgramCommands({ programs: () => house.programs, given, signal: ended.signal }),
    ...createWayCommands({
      options,
      proposals,
      listProposals,
      house: () => house,
      ownPort: () => lifecycle.current()?.port ?? null,
      onChange: waysChanged,
      signal: ended.signal,
    }),
    ...createListCommands({
      ...{ house: () => house, proposals: listProposals, connecting, onChange: waysChanged },
      signal: ended.signal,
    }),
  };

  function waysChanged(): void {
    desk.tell(waysEvent(house));
    connecting.adopt();
  }

  house.keyring.onUnlocked(waysChanged);

  return {
    handlers,
    isErasing: () => isErasing,
    async close() {
      ended.abort(new Error('the engine ends'));
      await Promise.all([handOver.close(), lifecycle.disconnect(), house.keyring.letGo()]);
      await keeping;
    },
  };
}

/** Whoever asked does not wait; it ends by itself or with the connection. */
function inBackground(work: ReturnType<Connection['searchMissing']>): void {
  work.catch(() => undefined);
}
