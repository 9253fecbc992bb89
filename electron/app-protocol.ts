import { extname, isAbsolute, join, relative } from 'node:path';
import { isOurPage } from './app-origin.ts';
import { CONTENT_POLICY } from './content-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const headers = (type: string) => ({
  'content-type': type,
  'content-security-policy': CONTENT_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
});

const refusal = (status: number) => new Response('', { status, headers: headers('text/plain') });

/**
 * The file below `folder` that a URL of ours names, or null: another host, a way out of the folder, a kind of file that
 * screens are not made of, bytes that no file name has.
 */
export function fileOf(url: string, folder: string): string | null {
  if (!isOurPage(url)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (/[\0\\:]/.test(path)) return null;
  const file = join(folder, path === '/' || path === '' ? 'index.html' : path);
  const inside = relative(folder, file);
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return null;
  return extname(file) in TYPES ? file : null;
}

/** Answers requests to `app://footbridge/` from the folder of the screens: GET only, each with the strict policy. */
export function createAppHandler(
  folder: string,
  readFile: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): (request: Pick<Request, 'method' | 'url'>) => Promise<Response> {
  return async ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    const file = fileOf(url, folder);
    if (file === null) return refusal(404);
    try {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      return new Response(await readFile(file), { headers: headers(type) });
    } catch {
      return refusal(404);
    }
  };
}
