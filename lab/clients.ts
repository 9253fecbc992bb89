import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Network } from './namespaces/index.ts';
import { pageTitle } from './world/nginx.ts';

export interface ClientContext {
  readonly network: Network;
  /** Where the printed proxy listens. */
  readonly proxyPort: number;
  /** PEM file of the lab's root. */
  readonly root: string;
  /** What Chromium is told to trust. */
  readonly publicKeyHash: string;
  /** Scratch folder. */
  readonly folder: string;
  /** The bundled chat client (world/stand-ins/client.ts). */
  readonly chatClient: string;
  /** The printed link to the MTProto proxy. */
  readonly mtproto: string | null;
}

const SITE = 'web.whatsapp.com';
const CURL_SECONDS = '10';
/** The whole page must come, past the 16 KiB after which some networks freeze a flow. */
const LEAST_BYTES = 128 << 10;

async function run(
  { network, folder }: ClientContext,
  argv: readonly string[],
  seconds: number,
  home = folder,
) {
  const child = network.exec('client', argv, {
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  let complained = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk));
  child.stderr?.on('data', (chunk: Buffer) => (complained += chunk));
  const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), seconds * 1000);
  await once(child, 'close');
  clearTimeout(timer);
  return { said, complained: complained.trim().split('\n').at(-1) ?? '', code: child.exitCode };
}

/** Each separate client: opens something through the printed proxy and says in words what went wrong; null when nothing did. */
export const CLIENTS = {
  'curl by SOCKS5': (context: ClientContext) => curl(context, `socks5h://127.0.0.1:${context.proxyPort}`),
  'curl by HTTP CONNECT': (context: ClientContext) => curl(context, `http://127.0.0.1:${context.proxyPort}`),
  chromium,
  'WhatsApp chat by SOCKS5': (context: ClientContext) => chat(context, 'noise', 'e1.whatsapp.net', 5222),
  'Telegram chat by SOCKS5': (context: ClientContext) => chat(context, 'obfuscated2', '149.154.167.51', 443),
  'Telegram chat by MTProto proxy': telegramByMtproto,
};
export type ClientName = keyof typeof CLIENTS;

async function curl(context: ClientContext, proxy: string): Promise<string | null> {
  const body = join(context.folder, `body-${new URL(proxy).protocol.replace(':', '')}.html`);
  rmSync(body, { force: true });
  const argv = ['curl', '-sS', '--max-time', CURL_SECONDS, '--cacert', context.root, '--proxy', proxy];
  const result = await run(context, [...argv, '-o', body, `https://${SITE}/`], Number(CURL_SECONDS) + 2);
  if (result.code !== 0) return result.complained || `exit code ${result.code}`;
  const page = readFileSync(body);
  if (!page.includes(`<title>${pageTitle(SITE)}</title>`)) return 'another page came';
  return page.length < LEAST_BYTES ? `only ${page.length} bytes came` : null;
}

async function chromium(context: ClientContext): Promise<string | null> {
  // Not in the scratch folder: a socket in there may have a name of about a hundred letters only.
  const home = mkdtempSync(join(tmpdir(), 'footbridge-browser-'));
  const flags = [
    ...['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    ...[
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-extensions',
    ],
    ...[
      '--disable-quic',
      `--user-data-dir=${join(home, 'profile')}`,
      `--proxy-server=socks5://127.0.0.1:${context.proxyPort}`,
    ],
    `--ignore-certificate-errors-spki-list=${context.publicKeyHash}`,
  ];
  const result = await run(context, ['chromium', ...flags, '--dump-dom', `https://${SITE}/`], 40, home);
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  if (result.said.includes(`<title>${pageTitle(SITE)}</title>`)) return null;
  return `the page did not open (${result.said.match(/ERR_\w+/)?.[0] ?? result.complained})`;
}

/** By nothing but what stands in the link, as Telegram takes it. */
async function telegramByMtproto(context: ClientContext): Promise<string | null> {
  const [, port, secret] =
    /^tg:\/\/proxy\?server=127\.0\.0\.1&port=(\d+)&secret=dd([0-9a-f]{32})$/.exec(context.mtproto ?? '') ??
    [];
  if (port === undefined || secret === undefined) return 'no link to an MTProto proxy was printed';
  return chat({ ...context, proxyPort: Number(port) }, 'mtproto', secret, 0);
}

async function chat(
  context: ClientContext,
  kind: string,
  host: string,
  port: number,
): Promise<string | null> {
  const argv = [process.execPath, context.chatClient, kind, host, String(port), String(context.proxyPort)];
  const { said, complained, code } = await run(context, argv, 20);
  return said === 'ok\n' ? null : complained || `exit code ${code}`;
}
