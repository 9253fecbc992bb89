import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const Names = v.array(v.string());

/** What a messenger's purpose must come to; keys of the records below are `whatsapp web`, `whatsapp` or `*`, the most exact counts. */
const VerdictExpectation = v.strictObject({
  state: v.optional(Names),
  /** The most telling cause. */
  first: v.optional(v.string()),
  /** Causes that must all be named. */
  causes: v.optional(Names),
});
export type VerdictExpectation = v.InferOutput<typeof VerdictExpectation>;

const Expectation = v.strictObject({
  /** A regular expression on the route's text; null: no route may be found. */
  routes: v.optional(v.record(v.string(), v.nullable(v.string())), {}),
  verdicts: v.optional(v.record(v.string(), VerdictExpectation), {}),
  /** What the network as a whole is called, a regular expression; null: nothing is wrong with it. */
  network: v.optional(v.nullable(v.string())),
  /** What must not be said at any moment. */
  never: v.optional(
    v.record(v.string(), v.strictObject({ state: v.optional(v.string()), route: v.optional(v.string()) })),
    {},
  ),
  /** Rules of the wire, by id, that must not be tripped, and those that must be (or the scenario tests nothing). */
  untripped: v.optional(Names, []),
  tripped: v.optional(Names, []),
  /** How often rules of the wire may have been tripped at most, by id, before any separate client came. */
  atMost: v.optional(v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))), {}),
  /** Failures of the person's own ways out that must be named in some event. */
  named: v.optional(Names, []),
  /** Whether separate programs must get through the printed proxy wherever there is a route. */
  clients: v.optional(v.boolean(), true),
});
export type Expectation = v.InferOutput<typeof Expectation>;

const ScenarioSchema = v.strictObject({
  title: v.string(),
  /** What is run: `connect` until Ctrl-C, `share` with phones on a Wi-Fi beside, or `check`, which ends by itself, also with a closer look. */
  command: v.optional(v.picklist(['connect', 'share', 'check', 'check --deep']), 'connect'),
  /** Rules of docs/SPEC.md that it holds. */
  rules: v.optional(Names, []),
  client: v.optional(v.picklist(['ipv4', 'ipv6', 'dual', 'nat64', 'none']), 'ipv4'),
  /** How the ISP's own resolver lies. */
  isp: v.optional(
    v.strictObject({
      nxdomain: v.optional(Names),
      bogus: v.optional(v.strictObject({ address: v.string(), names: Names })),
    }),
    {},
  ),
  /** Options of the wire (lab/wire/config.ts checks them). */
  wire: v.optional(v.record(v.string(), v.unknown()), {}),
  /** Telegram's app is given the program's MTProto proxy, too. */
  mtproto: v.optional(v.boolean(), false),
  /** A program sends datagrams through the printed proxy: its messengers' must be carried, by a server and then by another, or not leave at all. */
  datagrams: v.optional(v.picklist(['carried', 'kept'])),
  /** Links the person has added before. */
  add: v.optional(Names, []),
  /** Programs that Debian does not have and without which the scenario is skipped. */
  programs: v.optional(Names, []),
  /** Variables of the program's environment that programs of its system have, too. */
  environment: v.optional(v.record(v.string(), v.string()), {}),
  /** How far the client's clock is off, as faketime writes it. */
  clock: v.optional(v.string()),
  /** The root of the state is in the operating system's store. */
  stateRoot: v.optional(v.boolean(), false),
  /** Connects a first time before, unmeasured, with the same memory. */
  again: v.optional(v.boolean(), false),
  /** Seconds that a connection may take: to the proof of every route, or (where no way is expected) to the verdict. */
  limit: v.number(),
  /** What verdicts must come to over a bad line (lab/line.ts), where that can tell less; keys as above. */
  slow: v.optional(v.strictObject({ verdicts: v.record(v.string(), VerdictExpectation), why: v.string() })),
  timed: v.optional(v.picklist(['proof', 'verdict']), 'proof'),
  expect: Expectation,
});
export type Scenario = v.InferOutput<typeof ScenarioSchema> & { readonly name: string };

/** Replaces each `$token` in arrays of strings, at any depth, by what it stands for. */
export function expand(value: unknown, lookup: (token: string) => readonly string[]): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown): unknown[] =>
      typeof item === 'string' && item.startsWith('$') ? [...lookup(item.slice(1))] : [expand(item, lookup)],
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner, lookup)]));
}

/** Reads one scenario from the text of its file. */
export function parseScenario(
  name: string,
  text: string,
  lookup: (token: string) => readonly string[],
): Scenario {
  try {
    return { name, ...v.parse(ScenarioSchema, expand(JSON.parse(text), lookup)) };
  } catch (error) {
    throw new Error(`scenario ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** All scenarios of a folder in the order of their file names (`NN-name.json`), or those that are asked for. */
export function readScenarios(
  folder: string,
  wanted: readonly string[],
  lookup: (token: string) => readonly string[],
): Scenario[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const all = files.sort().map((file) => ({ file, name: file.replace(/^\d+-|\.json$/g, '') }));
  const unknown = wanted.filter((name) => !all.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `no such scenario: ${unknown.join(', ')} (there are: ${all.map(({ name }) => name).join(', ')})`,
    );
  }
  return all
    .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
    .map(({ file, name }) => parseScenario(name, readFileSync(join(folder, file), 'utf8'), lookup));
}
