import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { stateAfter } from '../events.ts';
import type { Prepared } from '../laboratory.ts';
import type { Product } from '../product.ts';
import type { WorldMap } from '../world/map.ts';
import { STUN, VPS } from '../world/plan.ts';
import { WATCHED } from './watched.ts';

const PATIENCE_SECONDS = 10;
/** For another way: that the first is gone shows by connections that fail, and then one is searched for. */
const MOVE_SECONDS = 30;
/** What comes past the program is there after half a round trip. */
const NOTICED_MS = 5000;
/** As a server sees the client where nothing carries it. */
const CLIENT = '10.77.1.2';
/** The scenario's later rules, each of which takes one of the person's servers away. */
const TAKEN = { [VPS.good]: 'first-gone', [VPS.other]: 'second-gone' };

export interface DatagramsOptions extends Prepared {
  readonly running: Product;
  /** The bundled client (datagrams/main.ts). */
  readonly program: string;
  readonly map: WorldMap;
  readonly expected: 'carried' | 'kept';
}

/**
 * Lets a program with calls send datagrams through the printed proxy, and takes the server away that carries them; what went
 * wrong, in words.
 */
export async function runDatagrams(options: DatagramsOptions): Promise<string[]> {
  const { network, wire, running, program, map, expected } = options;
  const port = stateAfter(running.lines).proxy?.split(':').at(-1) ?? '';
  const child = network.exec('client', [process.execPath, program, port], {
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { hear, say } = conversation(child);
  const addressOf = (name: string): string => map.hosts.get(name)?.v4[0] ?? name;
  const { nobodys, ...messengers } = STUN.hosts;
  const stranger = addressOf(nobodys);
  const called = Object.values(messengers).map(addressOf);
  const problems: string[] = [];

  async function mustReach(host: string): Promise<void> {
    const told = await say(`ask ${host} ${STUN.port} ${PATIENCE_SECONDS}`);
    const seen = /^answered to (.+)$/.exec(told)?.[1];
    if (seen === undefined) problems.push(`a datagram to ${host}: ${told}`);
    else if ((seen === CLIENT) !== (host === stranger))
      problems.push(`a datagram to ${host} came from ${seen}`);
  }
  async function mustReachAgain(host: string): Promise<void> {
    for (const until = performance.now() + MOVE_SECONDS * 1000; performance.now() < until; ) {
      // An app's other connections show that its way is gone.
      await say(`open ${messengers.whatsapp},${messengers.signal} 443`);
      if ((await say(`ask ${host} ${STUN.port} 1`)) !== 'not answered') return;
    }
    problems.push(`no datagram reached ${host} by another server`);
  }
  async function seen(): Promise<readonly { readonly id: string; readonly hits: number }[]> {
    const { rules } = await wire.stats();
    return WATCHED.map((id) => ({ id, hits: rules.find((rule) => rule.id === id)?.hits ?? 0 }));
  }

  try {
    await hear();
    for (const host of [stranger, ...called]) await say(`say ${host} 443`);
    if (expected === 'kept') for (const host of called) await say(`say ${host} ${STUN.port}`);
    else {
      for (const host of [...called, messengers.signal]) await mustReach(host);
      await wire.begin(TAKEN[serverOf(running)]);
      for (const host of called) await mustReachAgain(host);
    }
    // Answered after all that was said before it.
    await mustReach(stranger);
    for (const { id, hits } of await seen())
      if (hits > 0) problems.push(`${hits} packets met the rule ${id}`);
    // Whether nothing there means anything.
    await say(`bypass ${called[0]} ${STUN.port}`);
    await say(`bypass ${stranger} 443`);
    for (const until = performance.now() + NOTICED_MS; performance.now() < until; await setTimeout(10))
      if ((await seen()).every(({ hits }) => hits > 0)) return problems;
    return [...problems, `what comes past the program meets no rule: ${WATCHED.join(', ')} see nothing`];
  } finally {
    child.kill('SIGKILL');
  }
}

/** The lines of the client, one after another. */
function conversation({ stdin, stdout }: ChildProcess) {
  if (stdin === null || stdout === null) throw new Error('the client has no pipes');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  stdin.on('error', () => undefined);
  const hear = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the program with calls ended: its association is gone');
    return value;
  };
  const say = (line: string): Promise<string> => {
    stdin.write(`${line}\n`);
    return hear();
  };
  return { hear, say };
}

/** Which of the person's servers carries Signal. */
function serverOf(running: Product): keyof typeof TAKEN {
  const { transport = '' } = stateAfter(running.lines).routes.get('signal chat') ?? {};
  return transport.includes(VPS.other) ? VPS.other : VPS.good;
}
