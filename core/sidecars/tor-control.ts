import { connect, type Socket } from 'node:net';
import type { TorProgress, TorStage } from '../model/sidecar.ts';
import { hearLines } from './lines.ts';

/** A controller's connection to Tor (control-spec): whoever holds it owns Tor, which ends when it is closed. */
export interface TorControl {
  /** Where Tor takes SOCKS5, as it says itself. */
  readonly socks: readonly string[];
  close(): void;
}

/** Lines of one answer; what we ask for is answered in three. */
const MOST_LINES = 100;
const BOOTSTRAP = /\bBOOTSTRAP PROGRESS=(\d{1,3})\b/;
const LISTENERS = /^250[- ]net\/listeners\/socks=(.*)$/;
/** Lowest percent of each stage, by Tor's own list of bootstrap tags (control-spec §4.1.10). */
const STAGES: readonly (readonly [from: number, stage: TorStage])[] = [
  [100, 'done'],
  [75, 'circuit'],
  [25, 'directory'],
  [10, 'handshake'],
  [1, 'connecting'],
];

/** What a line of Tor's control port or log tells of how far it is; undefined where it tells nothing. */
export function readProgress(line: string): TorProgress | undefined {
  const percent = Number(BOOTSTRAP.exec(line)?.[1] ?? Number.NaN);
  if (!(percent <= 100)) return undefined;
  return { percent, stage: STAGES.find(([from]) => percent >= from)?.[1] ?? 'starting' };
}

/** The addresses in Tor's answer to `GETINFO net/listeners/socks`. */
export function readListeners(lines: readonly string[]): readonly string[] {
  const listed = lines.map((line) => LISTENERS.exec(line)?.[1]).find((text) => text !== undefined) ?? '';
  return [...listed.matchAll(/"([^"]*)"/g)].flatMap(([, address]) => address ?? []);
}

/**
 * Shows Tor its cookie, takes it over, and asks for its doors; `onProgress` hears how far it is now and from then on. Rejects
 * where Tor refuses or hangs up, and with the signal's reason.
 */
export async function controlTor(
  port: number,
  cookie: Uint8Array,
  onProgress: (progress: TorProgress) => void,
  signal: AbortSignal,
): Promise<TorControl> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ask = createDialogue(socket, (line) => {
      const progress = readProgress(line);
      if (progress !== undefined) onProgress(progress);
    });
    await ask(`AUTHENTICATE ${Buffer.from(cookie).toString('hex')}`);
    await ask('TAKEOWNERSHIP');
    await ask('SETEVENTS STATUS_CLIENT');
    const lines = await ask('GETINFO net/listeners/socks status/bootstrap-phase');
    return { socks: readListeners(lines), close: stop };
  } catch (error) {
    stop();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** One question after the other; every line is told to `onLine`. */
function createDialogue(
  socket: Socket,
  onLine: (line: string) => void,
): (question: string) => Promise<readonly string[]> {
  let answer: string[] = [];
  let waiting: { resolve(lines: readonly string[]): void; reject(error: Error): void } | null = null;
  let isClosed = false;
  hearLines(socket, (line) => {
    onLine(line);
    if (line.startsWith('650')) return;
    if (answer.push(line) > MOST_LINES) return void socket.destroy();
    if (!/^\d{3} /.test(line)) return;
    const lines = answer;
    answer = [];
    if (line.startsWith('250')) waiting?.resolve(lines);
    else waiting?.reject(new Error(`Tor refused: ${line.slice(0, 3)}`));
  });
  socket.once('close', () => {
    isClosed = true;
    waiting?.reject(new Error('Tor hung up'));
  });
  return (question) =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error('Tor hung up'));
      waiting = { resolve, reject };
      socket.write(`${question}\r\n`);
    });
}
