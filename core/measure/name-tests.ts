import type { Controls } from '../model/controls.ts';
import type { AddressGate, StreamDialer } from '../model/dialer.ts';
import type { Clock } from '../model/time.ts';
import type { Step, Trace } from '../model/trace.ts';
import { abandonable, linkedController } from '../net/abort.ts';
import type { AddressBook } from '../net/address-book.ts';
import { withDeadline } from '../net/deadline.ts';
import { askNeutral, type NeutralOptions } from './ask-neutral.ts';
import { type Control, createNeutralPlaces, type NeutralPlaces, type Place } from './neutral-places.ts';

/** A name nobody blocks (OONI ts-024 uses it too). */
const HARMLESS_NAME = 'example.org';
/** A question that is not answered by then stays open. Milliseconds. */
const LIMIT_MS = 4000;
/** How long an answer is believed. Milliseconds. */
const KEPT_MS = 180_000;

/** How hellos are sent: the dialer shapes them, `id` names the shape. */
export interface HelloShape {
  readonly id: string;
  readonly dialer: StreamDialer;
  /** Node's own hello without what makes it large. */
  readonly isSmall?: boolean;
  /** What is sent in place of Node's own hello: a browser's. */
  readonly helloFor?: (serverName: string) => Uint8Array;
  /** The shape of harmless hellos, where it is another: that those are answered is what silence is held against. */
  readonly control?: HelloShape;
  /** Milliseconds in place of 4000, for who can wait until what got lost has come. */
  readonly limitMs?: number;
}

/** `passes`: a hello with the name was answered; `reset` or `silent`: it was not, while a harmless one was. */
export interface ServerNameTest {
  readonly serverName: string;
  readonly verdict: 'passes' | 'reset' | 'silent' | 'unknown';
  readonly steps: readonly Step[];
}

export interface NameTests {
  /**
   * Whether hellos of a shape with that name get through, tried on neutral hosts alone. Who asks the same waits for the
   * same answer; `trace` is told of every step of any test under way. Rejects only when aborted.
   */
  ask(
    serverName: string,
    shape: HelloShape,
    options: { signal: AbortSignal; trace: Trace },
  ): Promise<ServerNameTest>;
  /** Calls everything off and forgets it: another network has another censor. */
  reset(): void;
}

export interface NameTestsOptions extends Pick<NeutralOptions, 'gate' | 'roots' | 'clock'> {
  readonly neutral: Controls['neutral'];
  readonly gate: AddressGate;
  readonly book: Pick<AddressBook, 'hit'>;
  readonly clock: Clock;
  readonly ended: AbortSignal;
}

/**
 * OONI's sni_blocking (ts-024) for any shape of the hello. A harmless name goes first, or side by side where nothing is
 * known of a host yet or something was cut there: a name is blamed only where the harmless one was answered.
 */
export function createNameTests(options: NameTestsOptions): NameTests {
  const { neutral, book, clock, ended } = options;
  const listeners = new Set<Trace>();
  const answers = new Map<string, { readonly answer: Promise<ServerNameTest>; readonly at: number }>();
  let places = noPlaces();
  let network = linkedController(ended);
  reset();

  return {
    ask(serverName, shape, { signal, trace }) {
      const listener: Trace = (step) => trace(step);
      listeners.add(listener);
      const answer = answerTo(serverName, shape);
      return abandonable(answer, signal).finally(() => listeners.delete(listener));
    },
    reset,
  };

  function noPlaces(): NeutralPlaces {
    return createNeutralPlaces(
      neutral.map(({ host }) => host),
      clock,
    );
  }

  function reset(): void {
    network.controller.abort(new Error('the network changed'));
    network.unlink();
    network = linkedController(ended);
    places = noPlaces();
    answers.clear();
  }

  function answerTo(serverName: string, shape: HelloShape): Promise<ServerNameTest> {
    const key = `${shape.id} ${serverName}`;
    const known = answers.get(key);
    if (known !== undefined && clock.monotonic() - known.at < KEPT_MS) return known.answer;
    const { signal } = network.controller;
    const entry = { answer: find(serverName, shape, places, signal), at: clock.monotonic() };
    answers.set(key, entry);
    const forget = () => {
      if (answers.get(key) === entry) answers.delete(key);
    };
    entry.answer.then(({ verdict }) => {
      if (verdict === 'unknown') forget();
    }, forget);
    return entry.answer;
  }

  async function find(
    serverName: string,
    shape: HelloShape,
    from: NeutralPlaces,
    signal: AbortSignal,
  ): Promise<ServerNameTest> {
    const steps: Step[] = [];
    const found = (verdict: ServerNameTest['verdict']) => ({ serverName, verdict, steps });
    try {
      const deadline = { signal, ms: shape.limitMs ?? LIMIT_MS, operation: 'tls', clock } as const;
      return found(
        await withDeadline(deadline, (limited) => tryPlaces(serverName, shape, from, steps, limited)),
      );
    } catch {
      signal.throwIfAborted();
      return found('unknown');
    }
  }

  async function tryPlaces(
    serverName: string,
    shape: HelloShape,
    from: NeutralPlaces,
    steps: Step[],
    signal: AbortSignal,
  ): Promise<ServerNameTest['verdict']> {
    const tried = new Set<Place>();
    for (;;) {
      const harmlessShape = shape.control ?? shape;
      const place = await from.take(harmlessShape.id, tried, signal);
      if (place === null) return 'unknown';
      try {
        // It is on its way before the other could leave a block behind, and meets one that was left before.
        const control = abandonable(controlOf(place, harmlessShape, from), signal);
        control.catch(() => undefined);
        const hitsBefore = place.hits;
        const { answer, address } = await hello(place.host, serverName, shape, steps, signal);
        if (answer === 'answered') return 'passes';
        if (answer === 'no way') tried.add(place);
        // One that was under way when another was hit may be cut for that alone: it is asked again.
        else if (place.hits === hitsBefore) {
          place.hits += 1;
          place.controls.clear();
          if (address !== undefined) book.hit(address, 443);
          const { answer: harmless, steps: before } = await control;
          steps.unshift(...before);
          if (harmless === 'answered') return answer;
          tried.add(place);
        }
      } finally {
        from.give(place);
      }
    }
  }

  /** Whoever wants to try the same shape there waits for the same harmless hello. */
  function controlOf(place: Place, shape: HelloShape, from: NeutralPlaces): Promise<Control> {
    const known = place.controls.get(shape.id);
    if (known !== undefined) return known;
    const steps: Step[] = [];
    const control = hello(place.host, HARMLESS_NAME, shape, steps, network.controller.signal).then(
      ({ answer }) => {
        if (answer !== 'answered') {
          place.controls.delete(shape.id);
          from.avoid(place, shape.id, answer);
        }
        return { answer, steps };
      },
    );
    control.catch(() => undefined);
    place.controls.set(shape.id, control);
    return control;
  }

  function hello(
    host: string,
    serverName: string,
    { dialer, isSmall = false, helloFor }: HelloShape,
    steps: Step[],
    signal: AbortSignal,
  ) {
    const trace: Trace = (step) => {
      steps.push(step);
      for (const listener of listeners) listener(step);
    };
    return askNeutral(host, serverName, {
      ...{ ...options, dialer, isSmall, signal, trace },
      ...(helloFor !== undefined && { hello: helloFor(serverName) }),
    });
  }
}
