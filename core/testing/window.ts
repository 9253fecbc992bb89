import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect } from 'vitest';
import { type EngineBridge, type KnownState, type State, StateSchema } from '../contract.ts';
import { type Computer, createHost, type HostOptions, systemClock, systemRandom } from '../engine.ts';
import { createPortPair } from '../link/testing.ts';
import { connectEngine, runEngineProcess } from '../link.ts';
import { startDataCentre } from '../measure/testing/chat-servers.ts';
import type { Clock } from '../model/time.ts';
import { type LoopbackPurpose, writeLoopbackResources } from './loopback-resources.ts';
import { refusedPort } from './ports.ts';
import { hear } from './streams.ts';
import { NO_APPS, UNTOUCHED } from './untouched-computer.ts';

/** What a command answers that has nothing to tell. */
export const DONE = { ok: true, value: null };

let folder = '';
const open: { close(): Promise<void> }[] = [];

/** Gives each test of a file a folder of its own, and closes afterwards what it has opened. */
export function withOwnFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'footbridge-host-'));
  });
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one.close();
    // An engine that took too long to close, on a busy machine, may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  });
}

/** The test's folders: of everything, of what is kept, of the data. */
export const folders = () => ({
  all: folder,
  home: join(folder, 'home'),
  resources: join(folder, 'resources'),
});

/** Closed after the test. */
export async function opened<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const started = await starting;
  open.push(started);
  return started;
}

/** A place where a messenger answers, and one where nobody does: their ports. */
export const place = async () => (await opened(startDataCentre())).port;
export const shut = async () => (await refusedPort()).port;

/** What an engine is opened with in these tests. */
export function hostOptions(clock: Clock = systemClock, computer: Computer = UNTOUCHED): HostOptions {
  const { home, resources } = folders();
  return {
    ...{ home, resourceFolders: [resources], clock, random: systemRandom, timeZone: 'UTC', computer },
    apps: NO_APPS,
  };
}

/** An engine behind a link, as a shell has it, and what its screens see. */
export function startEngine(
  purposes: readonly LoopbackPurpose[],
  clock: Clock = systemClock,
  tamper: () => void = () => undefined,
  computer: Computer = UNTOUCHED,
  apps: HostOptions['apps'] = NO_APPS,
) {
  writeLoopbackResources(folders().resources, purposes);
  tamper();
  const options = { ...hostOptions(clock, computer), apps };
  const states: State[] = [];
  const engine: EngineBridge = connectEngine({
    clock: systemClock,
    spawn() {
      const pair = createPortPair();
      void runEngineProcess(pair.far, () => createHost(options)).then(pair.die);
      return pair.near;
    },
  });
  open.push(engine);
  engine.watchState((state) => states.push(v.parse(StateSchema, state)));
  const known = (): KnownState => {
    const state = states.at(-1);
    if (state === undefined || !('messengers' in state)) throw new Error(`nothing is known: ${state?.phase}`);
    return state;
  };
  return {
    engine,
    states,
    known,
    card: (id: string) => known().messengers.find((messenger) => messenger.id === id),
    is: (isSo: () => boolean) => expect.poll(isSo, { timeout: 8000, interval: 10 }).toBe(true),
    phase: () => states.at(-1)?.phase,
    /** The phases that were seen, each once in a row. */
    phases: () => states.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1]),
    port(): number {
      const state = known();
      if (state.phase !== 'on') throw new Error(`not on: ${state.phase}`);
      return state.proxy.port;
    },
  };
}

/** A tunnel through the local proxy, asked for by SOCKS5 as an app does. */
export async function tunnel(proxyPort: number, port: number): Promise<Socket> {
  const socket = connect(proxyPort, '127.0.0.1');
  // Each wait of `hear` listens for errors.
  socket.setMaxListeners(0);
  socket.on('error', () => undefined);
  open.push({ close: async () => void socket.destroy() });
  socket.write(Uint8Array.of(5, 1, 0));
  await hear(socket, 2);
  socket.write(Uint8Array.of(5, 1, 0, 1, 127, 0, 0, 1, port >> 8, port & 255));
  await hear(socket, 10);
  return socket;
}

/** Says yes to a link. */
export async function add(engine: EngineBridge, link: string): Promise<string> {
  const described = await engine.call('describeLinks', { text: link });
  if (!described.ok) throw new Error(described.error.code);
  const accepted = await engine.call('acceptProposals', {
    tokens: described.value.proposals.map(({ token }) => token),
  });
  const id = accepted.ok ? accepted.value.ids[0] : undefined;
  if (id === undefined) throw new Error('not accepted');
  return id;
}
