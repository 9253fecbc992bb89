import { once } from 'node:events';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { guessPassword, guessSecret, scan, tryEverything } from './strangers.ts';
import {
  type Credentials,
  chat,
  dial,
  picture,
  type Reach,
  secure,
  telegram,
  telegramBySecret,
} from './talk.ts';
import { type Told, Wishes } from './wishes.ts';

/** The phones of a Wi-Fi, and a stranger among them: reads from standard input what to do, prints what came of it. */
const wishes = v.parse(Wishes, JSON.parse(await text(process.stdin)));
const { host, whatsapp, phones, root, thorough } = wishes;
const inLink = (link: string, name: string): string => new URL(link).searchParams.get(name) ?? '';
const credentials: Credentials = {
  user: inLink(wishes.links.socks, 'user'),
  pass: inLink(wishes.links.socks, 'pass'),
};
/** Without the mark that says that packets are padded. */
const secret = Buffer.from(inLink(wishes.links.mtproto, 'secret').replace(/^dd/, ''), 'hex');
/** The last phones are nobody's: they behave badly. */
const [guesser = '', scanner = ''] = phones.slice(-2);

const tell = (what: Told): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
const problem = (text: string): void => tell({ told: 'problem', text });
const figure = (name: string, value: number): void => tell({ told: 'figure', name, value });
const at = (port: number, from: string): Reach => ({ host, port, from });

async function attempt(name: string, work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) =>
    problem(`${name}: ${error instanceof Error ? error.message : String(error)}`),
  );
}

/** One phone's connections of every kind; those that stay open. */
async function servePhone(from: string): Promise<Socket[]> {
  const sockets = {
    plain: dial(at(whatsapp.plain, from)),
    tls: dial(at(whatsapp.tls, from)),
    media: dial(at(whatsapp.media, from)),
    mtproto: dial(at(wishes.telegram.mtproto, from)),
    telegram: dial(at(wishes.telegram.socks, from)),
  };
  await Promise.all([
    attempt(`chat of ${from}`, chat(sockets.plain)),
    attempt(`chat in TLS of ${from}`, secure(sockets.tls, { rejectUnauthorized: false }).then(chat)),
    attempt(`picture of ${from}`, picture(sockets.media, 'mmg.whatsapp.net', root)),
    attempt(`Telegram of ${from} by MTProto`, telegramBySecret(sockets.mtproto, secret)),
    attempt(`Telegram of ${from} by SOCKS5`, telegram(sockets.telegram, credentials)),
  ]);
  return [sockets.plain, sockets.tls, sockets.mtproto, sockets.telegram];
}

/** What phones that are in use hold open beside that. */
async function holdMore(from: string): Promise<Socket[]> {
  const more = Array.from({ length: 7 }, () => dial(at(whatsapp.plain, from)));
  await Promise.all(more.map((socket) => attempt(`further chat of ${from}`, chat(socket))));
  return more;
}

const seconds = (since: number): number => (performance.now() - since) / 1000;

// One alone first: what goes wrong for one would go wrong for fifty.
for (const socket of await servePhone(phones[0] ?? '')) socket.destroy();

for (const text of await tryEverything(wishes, credentials)) problem(text);
for (const text of await guessPassword(wishes, guesser)) problem(text);
for (const text of await guessSecret(wishes, guesser)) problem(text);

const { mtproto, socks } = wishes.telegram;
const doors = [whatsapp.tls, whatsapp.plain, whatsapp.media, mtproto, socks].sort((a, b) => a - b);
const range = thorough ? 65_535 : 1_100;
const ports = [...new Set([...Array.from({ length: range }, (_, one) => one + 1), ...doors, wishes.ownPort])];
const scanned = performance.now();
const open = await scan(wishes, ports, scanner);
figure('ports scanned', ports.length);
figure('seconds of the scan', seconds(scanned));
if (open.join() !== doors.join()) problem(`open are ${open.join()}, not ${doors.join()}`);

const crowd = performance.now();
const held = (await Promise.all(phones.slice(0, -2).map(servePhone))).flat();
figure('seconds until every phone was served', seconds(crowd));
if (thorough) held.push(...(await Promise.all(phones.slice(0, -2).map(holdMore))).flat());
figure('connections held', held.filter(({ destroyed }) => !destroyed).length);

for (const socket of held) socket.setTimeout(0).resume();
const gone = Promise.all(held.map((socket) => socket.closed || once(socket, 'close')));
const moved = performance.now();
tell({ told: 'waiting' });
const limit = setTimeout(() => {
  problem(`${held.filter(({ closed }) => !closed).length} connections live on 4 s after the network changed`);
  process.exit(0);
}, 4_000);
await gone;
clearTimeout(limit);
const took = seconds(moved);
figure('seconds from the change until every phone was let go', took);
if (took > 2) problem(`phones were let go only ${took.toFixed(2)} s after the network changed`);
const still = await scan(wishes, doors, phones[0] ?? '');
if (still.length > 0) problem(`after the network changed these still listen: ${still.join()}`);
process.exit(0);
