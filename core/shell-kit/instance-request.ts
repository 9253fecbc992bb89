import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Random } from '../model/time.ts';
import { answerAsking, askingMark, readAnswer, readAsking, type Wish } from './instance-talk.ts';

const LONGEST_ANSWER = 1_024;

export type Asked =
  | { readonly kind: 'there'; readonly link: string }
  /** Nobody listens, or somebody else does. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'silent' };

export interface AskOptions {
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly wish?: Wish;
}

/**
 * Asks the Footbridge that wrote `port` and `secret` into the private file for a link to its page, or to end: that link leads
 * nowhere. Never rejects; when the signal is aborted first, it was silent.
 */
export function askInstance(
  { port, secret }: { readonly port: number; readonly secret: string },
  { random, signal, wish = 'ask' }: AskOptions,
): Promise<Asked> {
  const nonce = Buffer.from(random.bytes(32)).toString('base64url');
  return new Promise((resolve) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/instance',
        agent: false,
        signal,
        headers: { Authorization: askingMark(secret, nonce, wish), 'Content-Length': 0 },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > LONGEST_ANSWER) asking.destroy(new Error('too long'));
        });
        response.on('end', () => {
          const link = readAnswer(secret, nonce, text);
          resolve(link === null ? { kind: 'gone' } : { kind: 'there', link });
        });
        response.on('error', () => resolve({ kind: signal.aborted ? 'silent' : 'gone' }));
      },
    );
    asking.on('error', () => resolve({ kind: signal.aborted ? 'silent' : 'gone' }));
    asking.end();
  });
}

export interface InstanceDuties {
  readonly issueLink: () => string;
  /** Everything is being erased: this program is to end, as soon as its answer has left. */
  readonly end: () => void;
}

/** Answers such a question. Whoever sends an `Origin` is a web page, and gets nothing. */
export function createInstanceAnswer(secret: string, { issueLink, end }: InstanceDuties) {
  return ({ headers, method }: IncomingMessage, response: ServerResponse): void => {
    const isPage = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
    const asking = method === 'POST' && !isPage ? readAsking(secret, headers.authorization) : null;
    if (asking === null) {
      response.writeHead(403, { 'Content-Length': 0, Connection: 'close' });
      response.end();
      return;
    }
    const { nonce, wish } = asking;
    const body = answerAsking(secret, nonce, wish === 'end' ? nonce : issueLink());
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
      Connection: 'close',
    });
    response.end(body, wish === 'end' ? end : undefined);
  };
}
