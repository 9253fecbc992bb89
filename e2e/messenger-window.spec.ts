import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page, test } from '@playwright/test';
import { createMessengerWindows, type MessengerWindows } from '../web/messenger-windows.ts';
import { systemHere } from '../web/system-here.ts';
import { CHROMIUM } from './chromium.ts';
import { devtoolsPort } from './devtools-port.ts';
import { removeFolder } from './remove-folder.ts';
import { listen, type SocksServer, startSocksServer } from './socks-server.ts';

const NAME = 'messenger.test';
/** Lets WebRTC use loopback, the only network a test may touch. */
const LOOPBACK_CALLS = '--allow-loopback-in-peer-connection';

let site: Server;
let sitePort = 0;
let direct: Server;
let directPort = 0;
let directVisits = 0;
let stun: UdpSocket;
let stunPort = 0;
let packets = 0;
let socks: SocksServer;
let home = '';
let windows: MessengerWindows | undefined;

test.beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'footbridge-window-'));
  directVisits = 0;
  packets = 0;
  site = createServer((_request, response) => response.end('<!doctype html><title>Chats</title>'));
  sitePort = await listen(site);
  direct = createServer((_request, response) => {
    directVisits += 1;
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*' }).end();
  });
  directPort = await listen(direct);
  stun = createSocket('udp4', () => {
    packets += 1;
  });
  stun.bind(0, '127.0.0.1');
  await once(stun, 'listening');
  stunPort = stun.address().port;
  socks = await startSocksServer(NAME, sitePort);
});
test.afterEach(async () => {
  await windows?.closeAll();
  for (const server of [site, direct]) {
    server.closeAllConnections();
    server.close();
  }
  stun.close();
  await socks.close().catch(() => undefined);
  await removeFolder(home);
});

/** Everything a page could try to get around a proxy with. */
async function tryEverything(page: Page) {
  return page.evaluate(
    async ([http, udp]) => {
      const fetched = await fetch(`http://127.0.0.1:${http}/`, { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      );
      const named = await fetch('https://elsewhere.test/', { mode: 'no-cors' }).then(
        () => 'reached',
        () => 'refused',
      );
      const call = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udp}` }] });
      const candidates: string[] = [];
      call.addEventListener(
        'icecandidate',
        ({ candidate }) => candidate && candidates.push(candidate.candidate),
      );
      call.createDataChannel('x');
      await call.setLocalDescription(await call.createOffer());
      await new Promise((resolve) => {
        call.addEventListener('icegatheringstatechange', () => {
          if (call.iceGatheringState === 'complete') resolve(null);
        });
        setTimeout(resolve, 3_000);
      });
      call.close();
      return { fetched, named, candidates };
    },
    [directPort, stunPort] as const,
  );
}

test('a browser without our arguments gets around the proxy: the test can fail', async () => {
  const browser = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, LOOPBACK_CALLS],
  });
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${sitePort}/`);
  const { fetched, candidates } = await tryEverything(page);
  expect(fetched).toBe('reached');
  expect(directVisits).toBe(1);
  expect(packets).toBeGreaterThan(0);
  expect(candidates.join()).toContain('udp');
  await browser.close();
});

/** Opens a messenger's window as the web shell does, and takes hold of it from outside. */
async function openWindow(log: string) {
  const opened = createMessengerWindows({
    system: systemHere(),
    home,
    testFlags: [
      ...['--no-sandbox', '--disable-gpu', '--ozone-platform=headless', LOOPBACK_CALLS],
      '--remote-debugging-port=0',
      `--log-net-log=${log}`,
    ],
  });
  windows = opened;
  const open = () => opened.open({ messenger: 'whatsapp', url: `http://${NAME}/`, proxyPort: socks.port });
  expect(await open()).toEqual({ ok: true, value: null });
  const debugPort = await devtoolsPort(join(home, 'windows', 'whatsapp'));
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('there is no window');
  return {
    page,
    open,
    async close() {
      await browser.close();
      await opened.closeAll();
    },
  };
}

test('a messenger’s window has the proxy and nothing else, and no connection without it (P5)', async () => {
  const log = join(home, 'net.json');
  const { page, open, close } = await openWindow(log);
  await expect(page).toHaveTitle('Chats');
  expect(socks.asked).toContain(`${NAME}:80`);

  const { fetched, named, candidates } = await tryEverything(page);
  expect([fetched, named]).toEqual(['refused', 'refused']);
  expect(socks.asked).toEqual(expect.arrayContaining([`127.0.0.1:${directPort}`, 'elsewhere.test:443']));
  expect(directVisits).toBe(0);
  expect(packets).toBe(0);
  expect(candidates.filter((candidate) => / udp /i.test(candidate))).toEqual([]);

  // A second click: the browser that has this profile opens it, and the new process ends.
  expect(await open()).toEqual({ ok: true, value: null });

  await socks.close();
  const after = await page.evaluate(() =>
    fetch('/again').then(
      () => 'reached',
      () => 'no connection',
    ),
  );
  expect(after).toBe('no connection');
  await close();

  const { connected, asked } = readNetLog(log);
  expect(connected.length).toBeGreaterThan(0);
  expect(connected.filter((address) => address !== `127.0.0.1:${socks.port}`)).toEqual([]);
  expect(asked).toEqual([]);
});

/** From Chromium's own log: where TCP connections were opened to, and which names the system or a DNS server was asked for. */
function readNetLog(path: string): { connected: string[]; asked: string[] } {
  // Cut short when the browser was ended: the last line may lack its end.
  const lines = readFileSync(path, 'utf8').split('\n');
  const constants = /"logEventTypes":(\{[^}]*\})/.exec(lines[0] ?? '')?.[1];
  if (constants === undefined) throw new Error('the log has no names of events');
  const types = new Map<string, number>(Object.entries(JSON.parse(constants)));
  const questions = ['HOST_RESOLVER_SYSTEM_TASK', 'DNS_TRANSACTION'].map((event) => types.get(event));
  if (questions.includes(undefined)) throw new Error('the log knows no questions for names');
  const connected: string[] = [];
  const asked: string[] = [];
  for (const line of lines) {
    const type = Number(/"type":(\d+)\}?,?$/.exec(line)?.[1] ?? Number.NaN);
    const address = /"address":"([^"]+)"/.exec(line)?.[1];
    if (type === types.get('TCP_CONNECT_ATTEMPT') && address !== undefined) connected.push(address);
    const name = /"(?:hostname|host)":"([^"]+)"/.exec(line)?.[1];
    const isQuestion = ['HOST_RESOLVER_SYSTEM_TASK', 'DNS_TRANSACTION'].some(
      (event) => types.get(event) === type,
    );
    if (isQuestion && name !== undefined) asked.push(name);
  }
  return { connected, asked };
}
