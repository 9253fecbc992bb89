import * as v from 'valibot';

const Text = v.nullish(v.string());

const VerdictEvent = v.object({
  event: v.literal('verdict'),
  messenger: v.string(),
  purpose: v.string(),
  state: v.string(),
  causes: v.optional(v.array(v.string()), []),
});

const EventSchema = v.variant('event', [
  VerdictEvent,
  v.object({
    event: v.literal('route'),
    messenger: v.string(),
    purpose: v.string(),
    transport: v.string(),
    seconds: v.number(),
  }),
  v.object({ event: v.literal('network'), cause: Text }),
  v.object({ event: v.literal('ready'), proxy: v.string(), mtproto: Text }),
  v.object({
    event: v.literal('moved'),
    messenger: v.string(),
    purpose: v.string(),
    to: v.nullable(v.string()),
  }),
  v.object({ event: v.literal('error') }),
]);
type ProductEvent = v.InferOutput<typeof EventSchema>;

/** A line the program printed, `at` seconds after it was started. `event` is null for kinds the lab does not judge. */
export interface Line {
  readonly at: number;
  readonly text: string;
  readonly event: ProductEvent | null;
}

const KNOWN = new Set(['network', 'verdict', 'route', 'ready', 'moved', 'error']);

/** Reads one line of `--json` output. Throws when it is not an object with an `event`, or a known event is malformed. */
export function parseLine(text: string, at: number): Line {
  const { event } = v.parse(v.object({ event: v.string() }), JSON.parse(text));
  return { at, text, event: KNOWN.has(event) ? v.parse(EventSchema, JSON.parse(text)) : null };
}

/** What is known after some events: the network's cause, the last verdict and the last route per `messenger purpose`. */
export interface State {
  readonly verdicts: ReadonlyMap<string, { readonly state: string; readonly causes: readonly string[] }>;
  readonly routes: ReadonlyMap<string, { readonly transport: string; readonly seconds: number }>;
  /** What is wrong with the network as a whole. */
  readonly network: string | null;
  readonly proxy: string | null;
  /** The link to its MTProto proxy, where it was asked for one. */
  readonly mtproto: string | null;
}

/** Folds the events in their order. */
export function stateAfter(lines: readonly Line[]): State {
  const verdicts = new Map<string, { state: string; causes: readonly string[] }>();
  const routes = new Map<string, { transport: string; seconds: number }>();
  let network: string | null = null;
  let proxy: string | null = null;
  let mtproto: string | null = null;
  for (const { event } of lines) {
    if (event?.event === 'network') network = event.cause ?? null;
    if (event?.event === 'ready') {
      proxy = event.proxy;
      mtproto = event.mtproto ?? null;
    }
    if (event?.event === 'route') {
      routes.set(`${event.messenger} ${event.purpose}`, {
        transport: event.transport,
        seconds: event.seconds,
      });
    }
    if (event?.event === 'moved') {
      const key = `${event.messenger} ${event.purpose}`;
      if (event.to === null) routes.delete(key);
      else routes.set(key, { transport: event.to, seconds: routes.get(key)?.seconds ?? 0 });
    }
    if (event?.event === 'verdict') {
      const { messenger, purpose, state, causes } = event;
      verdicts.set(`${messenger} ${purpose}`, { state, causes });
    }
  }
  return { verdicts, routes, network, proxy, mtproto };
}
