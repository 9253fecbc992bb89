import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { DataCentreClient } from '../world/stand-ins/obfuscated2.ts';
import { CENTRE, type Credentials, dial, hearOut, type Reach, secure, socks } from './talk.ts';
import type { Wishes } from './wishes.ts';

/** Where no phone may be led, by the number and by name: private, of nobody we know, and another messenger's. */
const FORBIDDEN = [
  ['127.0.0.1', 80],
  ['10.77.1.2', 22],
  ['10.77.1.9', 3128],
  ['192.168.77.1', 443],
  ['169.254.169.254', 80],
  ['0.0.0.0', 443],
  ['localhost', 443],
  ['95.216.40.13', 443],
  ['bridge.example.org', 443],
  ['g.whatsapp.net', 443],
  ['149.154.167.51', 22],
] as const;
/** Names in a hello that lead to no pictures of WhatsApp's. */
const FORBIDDEN_NAMES = ['bridge.example.org', 'web.telegram.org', 'chat.signal.org', 'localhost'];
const RANDOM_WORDS = [
  'GET / HTTP/1.1\r\nHost: g.whatsapp.net\r\n\r\n',
  '\x04\x01\x01\xbb\x01\x02\x03\x04\x00',
  'SSH-2.0-x\r\n',
];
/** How long a door has to be silent for it to count. Who answers does so at once. */
const SILENT_MS = 2_000;
/** Ports that a connection is tried to at once. */
const AT_ONCE = 200;

/** What a door said to words that it must not understand. */
async function answerTo(reach: Reach, words: string): Promise<string> {
  const socket = dial(reach);
  socket.write(words);
  return (await hearOut(socket)).toString('latin1');
}

/** Everything that a stranger in the same network gets, and must not; in words. */
export async function tryEverything(wishes: Wishes, credentials: Credentials): Promise<string[]> {
  const { host, whatsapp, telegram, phones, stranger } = wishes;
  const at = (port: number, index: number): Reach => ({
    host,
    port,
    from: phones[index % phones.length] ?? '',
  });
  const speaking = [whatsapp.tls, whatsapp.plain, whatsapp.media, telegram.socks];
  const problems: string[] = [];

  const targets = FORBIDDEN.map(async ([target, port], index) => {
    const socket = dial(at(telegram.socks, index));
    const reply = await socks(socket, credentials, { host: target, port });
    socket.destroy();
    if (reply === 0) problems.push(`Telegram’s door led to ${target}:${port}`);
  });
  const names = FORBIDDEN_NAMES.map(async (servername, index) => {
    const socket = dial(at(whatsapp.media, index));
    const isOpen = await secure(socket, { servername, rejectUnauthorized: false }).then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) problems.push(`the door for pictures led to ${servername}`);
  });
  const words = speaking.flatMap((port, index) =>
    RANDOM_WORDS.map(async (said) => {
      const answer = await answerTo(at(port, index), said);
      // TLS says with an alert that it was not spoken to in TLS, SOCKS5 that it takes no other way in.
      if (answer.length > 7)
        problems.push(
          `port ${port} answered ${JSON.stringify(answer.slice(0, 20))} to ${JSON.stringify(said.slice(0, 8))}`,
        );
    }),
  );
  const outsiders = [...speaking, telegram.mtproto].map(async (port) => {
    const answer = await answerTo({ host, port, from: stranger }, '\x05\x01\x02');
    if (answer !== '') problems.push(`port ${port} spoke with somebody of another network`);
  });
  const nobody = await noPassword(at(telegram.socks, 7));
  if (nobody !== null) problems.push(nobody);
  await Promise.all([...targets, ...names, ...words, ...outsiders]);
  return problems;
}

async function noPassword(reach: Reach): Promise<string | null> {
  const answer = await answerTo(reach, '\x05\x01\x00');
  return answer === '\x05\xff' ? null : `without a password Telegram’s door said ${JSON.stringify(answer)}`;
}

/** Guesses the password, five times; what went wrong, in words. */
export async function guessPassword(wishes: Wishes, from: string): Promise<string[]> {
  const outcomes: string[] = [];
  for (let guess = 0; guess < 5; guess += 1) {
    const socket = dial({ host: wishes.host, port: wishes.telegram.socks, from });
    outcomes.push(String(await socks(socket, { user: 'footbridge', pass: `guess ${guess}` }, CENTRE)));
    socket.destroy();
  }
  const said = outcomes.join();
  const right = 'wrong password,wrong password,wrong password,closed,closed';
  return said === right ? [] : [`to five wrong passwords the door said: ${said}`];
}

/** Shows wrong secrets and other protocols to the door that must keep silent; what went wrong, in words. */
export async function guessSecret({ host, telegram }: Wishes, from: string): Promise<string[]> {
  const guesses = Array.from({ length: 5 }, () => new DataCentreClient(2, randomBytes(16)).firstFlight());
  const said = [...guesses, ...RANDOM_WORDS.map((words) => Buffer.from(words, 'latin1'))];
  const replies = await Promise.all(
    said.map((words) => replyTo({ host, port: telegram.mtproto, from }, words)),
  );
  return replies
    .filter((reply) => reply !== 'silence')
    .map((reply) => `to who did not show the secret Telegram’s door said: ${reply}`);
}

async function replyTo(reach: Reach, words: Uint8Array): Promise<string> {
  const socket = dial(reach);
  socket.write(words);
  const silence = new AbortController();
  const reply = await Promise.race([
    once(socket, 'data').then(([bytes]) => JSON.stringify(String(bytes))),
    once(socket, 'close').then(() => 'goodbye'),
    setTimeout(SILENT_MS, 'silence', { signal: silence.signal }),
  ]);
  silence.abort();
  socket.destroy();
  return reply;
}

/** The ports of the client that answer, of those asked; 200 at once. */
export async function scan(wishes: Wishes, ports: readonly number[], from: string): Promise<number[]> {
  const open: number[] = [];
  for (let start = 0; start < ports.length; start += AT_ONCE) {
    await Promise.all(
      ports.slice(start, start + AT_ONCE).map(async (port) => {
        const socket = dial({ host: wishes.host, port, from });
        if (await isAccepted(socket)) open.push(port);
        socket.destroy();
      }),
    );
  }
  return open.sort((a, b) => a - b);
}

const isAccepted = (socket: Socket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('close', () => resolve(false));
  });
