import { createHash } from 'node:crypto';
import type { BlockPage } from '../model/block-pages.ts';
import type { HttpAnswer } from '../model/trace.ts';
import type { ResponseHead } from './http-head.ts';

/** Keeps of an answer what can be told to others: its status, where it leads to as an origin, its body's hash, and which known block page it is. */
export function reduceAnswer(
  { status, headers }: ResponseHead,
  body: Buffer = Buffer.alloc(0),
  pages: readonly BlockPage[] = [],
): HttpAnswer {
  const location = headers.get('location') ?? '';
  const text = body.toString('utf8');
  const page = pages.find((one) =>
    one.by === 'location' ? location.startsWith(one.prefix) : text.includes(one.contains),
  );
  const origin = originOf(location);
  return {
    status,
    ...(origin === undefined ? {} : { location: origin }),
    ...(body.length === 0 ? {} : { bodySha256: createHash('sha256').update(body).digest('hex') }),
    ...(page === undefined ? {} : { fingerprint: page.id }),
  };
}

/** Undefined for a path on the same host, and for what is no address of a page. */
function originOf(location: string): string | undefined {
  if (!URL.canParse(location)) return undefined;
  const { protocol, origin } = new URL(location);
  return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
}
