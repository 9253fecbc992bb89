import type { DeepAttempt, DeepCheckData } from '../../model/deep-check.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { Messenger } from '../../model/messenger.ts';
import type { ServerNameTest } from '../name-tests.ts';
import type { BookAnswer } from './address-books.ts';
import { askEndpoint } from './ask-endpoint.ts';
import { askQuicHello, askQuicVersions } from './ask-quic.ts';
import { askStun } from './ask-stun.ts';
import { type DeepTools, recorder } from './deep-tools.ts';
import { askAtAddress, askBook } from './look-up.ts';
import type { Question } from './run-gently.ts';
import { showCertificates } from './show-certificates.ts';

/** Whom a closer look asks. */
export interface DeepPlan {
  readonly data: DeepCheckData;
  readonly messengers: readonly Messenger[];
  /** Hosts of the controls whose certificates are held against the others'. */
  readonly controls: readonly string[];
}

/** Servers that belong together, of a messenger or of what is none. */
interface HostSet {
  readonly id: string;
  readonly endpoints: readonly Endpoint[];
}

/** All sets of servers that are asked. */
export function hostSets({ data, messengers }: Pick<DeepPlan, 'data' | 'messengers'>): readonly HostSet[] {
  return [...messengers, ...data.others].filter(({ endpoints }) => endpoints.length > 0);
}

/** What the answers fill as they come. */
export interface Answers {
  readonly servers: ReadonlyMap<string, DeepAttempt[]>;
  readonly books: BookAnswer[];
  readonly names: ServerNameTest[];
  readonly quic: DeepAttempt[];
  readonly calls: DeepAttempt[];
  readonly certificates: DeepAttempt[];
}

/** All questions but for downloads, and where their answers go. */
export function questionsOf(plan: DeepPlan, tools: DeepTools) {
  const { data, controls } = plan;
  const sets = hostSets(plan);
  const answers: Answers = {
    servers: new Map(sets.map(({ id }): [string, DeepAttempt[]] => [id, []])),
    ...{ books: [], names: [], quic: [], calls: [], certificates: [] },
  };
  const keep =
    <T>(list: T[] | undefined, ask: (signal: AbortSignal) => Promise<T>): Question =>
    async (signal) =>
      void list?.push(await ask(signal));
  const questions: readonly Question[] = [
    ...sets.flatMap(({ id, endpoints }) =>
      endpoints.map((endpoint) =>
        keep(answers.servers.get(id), (signal) => askEndpoint(endpoint, tools, signal)),
      ),
    ),
    ...['system', ...data.resolvers].flatMap((id) =>
      data.names.map((name) => keep(answers.books, (signal) => askBook(id, name, tools, signal))),
    ),
    ...data.hellos.map((name) => keep(answers.names, (signal) => askName(name, tools, signal))),
    ...data.quic.map((host) => keep(answers.quic, (signal) => askQuic(host, tools, signal))),
    ...data.stun.map((host) => keep(answers.calls, (signal) => askCalls(host, tools, signal))),
    ...[...data.certificates, ...controls].map((host) =>
      keep(answers.certificates, (signal) => showCertificates(host, tools, signal)),
    ),
  ];
  return { questions, answers };
}

function askName(
  name: string,
  { nameTests, dialer }: DeepTools,
  signal: AbortSignal,
): Promise<ServerNameTest> {
  const { trace } = recorder();
  return nameTests.ask(name, { id: 'plain', dialer }, { signal, trace });
}

type DatagramHost = DeepCheckData['quic'][number];

/** Both first flights: of a version nobody speaks, then of version 1 with the name. */
function askQuic(host: DatagramHost, tools: DeepTools, signal: AbortSignal): Promise<DeepAttempt> {
  const { packets, clock, random } = tools;
  return askAtAddress(host, 'quic', tools, signal, async (to, trace) => {
    const given = { packets, clock, signal, trace };
    await askQuicVersions(to, random, given).catch(() => signal.throwIfAborted());
    await askQuicHello(to, host.host, random, given);
  });
}

function askCalls(host: DatagramHost, tools: DeepTools, signal: AbortSignal): Promise<DeepAttempt> {
  const { packets, clock, random } = tools;
  return askAtAddress(host, 'stun', tools, signal, (to, trace) =>
    askStun(to, random, { packets, clock, signal, trace }),
  );
}
