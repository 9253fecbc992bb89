import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { Script } from 'node:vm';
import { type Otherwise, renderPac } from '../local-proxy/pac.ts';
import type { PreviousProxy } from '../system/settings/driver.ts';

const FETCH_MS = 3000;
const MOST_BYTES = 1 << 20;
const STRAIGHT: Otherwise = { kind: 'direct' };

/** Reads a text from an address; null where there is none, or none we take. Rejects with the signal's reason. */
export type ReadText = (url: string, signal: AbortSignal) => Promise<string | null>;

/**
 * Where our PAC is to send what is no messenger's: there where it went before us. A script of before is read once and goes
 * along in ours for the browser's engine; it is only parsed here, since it is code of whoever runs the network (C6).
 */
export async function whereBefore(
  previous: PreviousProxy,
  readText: ReadText,
  signal: AbortSignal,
): Promise<Otherwise> {
  if (previous.kind === 'none') return STRAIGHT;
  if (previous.kind === 'by-hand')
    return { kind: 'proxies', answer: previous.answer, bypass: previous.bypass };
  const text = await readText(previous.url, signal);
  if (text === null) return STRAIGHT;
  const script: Otherwise = { kind: 'script', text };
  return isScript(text) && isScript(renderPac([], 1, script)) ? script : STRAIGHT;
}

/** Parses and does not run. */
function isScript(text: string): boolean {
  try {
    return new Script(text) instanceof Script;
  } catch {
    return false;
  }
}

/** Reads a text by http or https, dialled by ourselves: at most 1 MiB within 3 s, no redirection followed. */
export const readTextDirectly: ReadText = (url, signal) =>
  new Promise((resolve, reject) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]);
    const none = (): void => (signal.aborted ? reject(signal.reason) : resolve(null));
    const get = { 'http:': getPlain, 'https:': getSecure }[URL.canParse(url) ? new URL(url).protocol : ''];
    if (get === undefined) return none();
    const request = get(url, { signal: limited, agent: false }, (response) => {
      response.on('error', none);
      const parts: Uint8Array[] = [];
      let length = 0;
      if (response.statusCode !== 200) request.destroy();
      response.on('data', (part: Uint8Array) => {
        length += part.length;
        if (length > MOST_BYTES) request.destroy();
        else parts.push(part);
      });
      response.on('end', () => {
        const isWhole = response.statusCode === 200 && length <= MOST_BYTES;
        resolve(isWhole ? Buffer.concat(parts).toString('utf8') : null);
      });
      response.on('close', none);
    });
    request.on('error', none).on('close', none);
  });
