import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { Line } from '../events.ts';
import { PHONES, STRANGER, type Wifi } from '../namespaces/phones.ts';
import type { Product } from '../product.ts';
import { Told, type Wishes } from './wishes.ts';

const LONGEST_SECONDS = 300;
/** What the strangers' attempts must be called. */
const REASONS = [
  'not-of-this-network',
  'has-to-wait',
  'wrong-password',
  'no-password',
  'wrong-secret',
  'private-address',
  'not-a-messenger',
  'not-its-protocol',
];

const Phones = v.object({
  event: v.literal('phones'),
  telegram: v.object({ mtproto: v.string(), socks: v.string() }),
});
const Shared = v.object({
  event: v.literal('share'),
  share: v.object({
    is: v.literal('on'),
    addresses: v.tuple([v.string()]),
    whatsapp: v.object({ tls: v.number(), plain: v.number(), media: v.number() }),
    telegram: v.object({ mtproto: v.number(), socks: v.number() }),
  }),
});
const Asking = v.object({
  event: v.literal('share'),
  share: v.object({ is: v.literal('asking'), reason: v.literal('network-changed') }),
});
const TurnedAway = v.object({ event: v.literal('turned-away'), why: v.string(), count: v.number() });

/** The first line of some shape. */
function find<S extends v.GenericSchema>(lines: readonly Line[], schema: S): v.InferOutput<S> | undefined {
  for (const { text } of lines) {
    const read = v.safeParse(schema, JSON.parse(text));
    if (read.success) return read.output;
  }
  return undefined;
}

export interface PhonesOptions {
  readonly wifi: Wifi;
  readonly running: Product;
  /** The bundled program of the phones (lab/phones/main.ts). */
  readonly program: string;
  readonly ownPort: number;
  /** PEM file of the lab's root. */
  readonly root: string;
  readonly thorough: boolean;
  /** `phones.json` is written there. */
  readonly folder: string;
}

/** Lets fifty phones and a stranger come by, and the network change in the end; what went wrong, in words. */
export async function runPhones(options: PhonesOptions): Promise<string[]> {
  const { wifi, running, program, folder } = options;
  const wishes = await readWishes(options);
  if (typeof wishes === 'string') return [wishes];
  const child = wifi.exec([process.execPath, program], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_SECONDS * 1000);
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = `${complaints}${chunk}`.slice(-500);
  });
  child.stdin?.end(JSON.stringify(wishes));
  const closed = once(child, 'close');
  const problems: string[] = [];
  const figures: Record<string, number> = {};
  if (child.stdout === null) throw new Error('no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const told = v.parse(Told, JSON.parse(line));
    if (told.told === 'problem') problems.push(told.text);
    else if (told.told === 'figure') figures[told.name] = told.value;
    else wifi.change();
  }
  await closed;
  clearTimeout(timer);
  await running.until((lines) => find(lines, Asking) !== undefined, 5);
  const reasons = running.lines.flatMap(({ text }) => {
    const read = v.safeParse(TurnedAway, JSON.parse(text));
    return read.success ? [read.output] : [];
  });
  for (const { why, count } of reasons)
    figures[`turned away: ${why}`] = (figures[`turned away: ${why}`] ?? 0) + count;
  writeFileSync(join(folder, 'phones.json'), `${JSON.stringify(figures, null, 2)}\n`);
  return [
    ...problems,
    ...(child.exitCode === 0 ? [] : [`the phones ended with ${child.exitCode}: ${complaints}`]),
    ...REASONS.filter((why) => !reasons.some((one) => one.why === why)).map(
      (why) => `nobody was turned away for ${why}`,
    ),
    ...(find(running.lines, Asking) === undefined ? ['no event says that it has to be asked again'] : []),
  ];
}

async function readWishes({ running, ownPort, root, thorough }: PhonesOptions): Promise<Wishes | string> {
  await running.until((lines) => find(lines, Phones) !== undefined, 20);
  const phones = find(running.lines, Phones);
  const shared = find(running.lines, Shared);
  if (phones === undefined || shared === undefined) return 'nothing is shared with phones';
  const { addresses, whatsapp, telegram } = shared.share;
  return {
    ...{ host: addresses[0], whatsapp, telegram, links: phones.telegram, ownPort, thorough },
    ...{ phones: [...PHONES], stranger: STRANGER, root: readFileSync(root, 'utf8') },
  };
}
