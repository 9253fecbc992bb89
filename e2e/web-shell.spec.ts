import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { createAuthority } from '../core/testing/authority.ts';
import { page as response, startListServer } from '../core/testing/list-server.ts';
import { writeLoopbackResources } from '../core/testing/loopback-resources.ts';
import { refusedPort } from '../core/testing/ports.ts';
import { CHROMIUM } from './chromium.ts';
import { startWebShell, type WebShellProcess } from './web-shell-process.ts';

let shell: WebShellProcess;
let browser: Browser;
test.beforeAll(async () => {
  browser = await chromium.launch(CHROMIUM);
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  shell = await startWebShell();
});
test.afterEach(() => shell.dispose());

/** Opens an address in a browser of its own, and notes what its WebSockets heard. */
async function visit(address: string, page?: Page) {
  const visitor = page ?? (await (await browser.newContext()).newPage());
  const heard: string[] = [];
  const problems: string[] = [];
  visitor.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => void heard.push(String(payload)));
  });
  visitor.on('pageerror', (error) => void problems.push(error.message));
  visitor.on('console', (message) => {
    if (/content security policy|permissions-policy/i.test(message.text())) problems.push(message.text());
  });
  await visitor.goto(address);
  return { page: visitor, heard, problems };
}

const hasState = (heard: readonly string[]) => () =>
  heard.some((text) => text.startsWith('{"type":"state","state":{"phase":"off"'));

test('the page opens, hears the state, and keeps no link in its address', async () => {
  const { page, heard, problems } = await visit(shell.address);
  await expect.poll(hasState(heard)).toBe(true);
  expect(page.url()).toBe(shell.address.replace(/#.*/, ''));
  expect(await page.context().cookies()).toEqual([]);
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(problems).toEqual([]);
});

const LIMIT_MS = 500;
const VISITS = 5;
/** Other work on the machine can only make a round slower, so the best of a few rounds counts. */
const ROUNDS = 3;

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.POSITIVE_INFINITY;

/** Of the page as it stands: milliseconds until something was painted, and how far things moved since (CLS). */
const painting = (page: Page) =>
  page.evaluate(async () => {
    const [first] = performance.getEntriesByName('first-contentful-paint');
    let shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ('value' in entry && typeof entry.value === 'number') shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    return { after: first?.startTime ?? Number.POSITIVE_INFINITY, shifted };
  });

test('something is painted within half a second, and nothing moves afterwards', async () => {
  // The first visit of a browser also starts its processes; the tab is known from then on.
  const { page } = await visit(shell.address);
  const visits: { readonly after: number; readonly shifted: number }[] = [];
  const round = async () => {
    const from = visits.length;
    while (visits.length < from + VISITS) {
      await page.goto('about:blank');
      await page.goto(shell.address.replace(/#.*/, ''));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      visits.push(await painting(page));
    }
    return median(visits.slice(from).map(({ after }) => after));
  };
  let best = await round();
  for (let more = 1; more < ROUNDS && best >= LIMIT_MS; more += 1) best = Math.min(best, await round());
  process.stdout.write(
    `first contentful paint: ${Math.round(best)} ms (${visits.map(({ after }) => Math.round(after)).join(', ')})\n`,
  );
  expect(best).toBeLessThan(LIMIT_MS);
  expect(median(visits.map(({ shifted }) => shifted))).toBeLessThan(0.01);
});

test('a reload goes on; another browser with the same link is told that it was used', async () => {
  const first = await visit(shell.address);
  await expect.poll(hasState(first.heard)).toBe(true);
  const second = await visit(shell.address);
  await expect(second.page.locator('body')).toContainText(/link/i);
  expect(second.heard).toEqual([]);
  first.heard.length = 0;
  await first.page.reload();
  await expect.poll(hasState(first.heard)).toBe(true);
});

test('a second start finds the first, and its new link works', async () => {
  const first = await visit(shell.address);
  await expect.poll(hasState(first.heard)).toBe(true);
  const address = await shell.again();
  expect(new URL(address).port).toBe(new URL(shell.address).port);
  expect(address).not.toBe(shell.address);
  const second = await visit(address);
  await expect.poll(hasState(second.heard)).toBe(true);
});

test('closing the tab ends nothing; Ctrl-C ends everything and says so to the page', async () => {
  const closing = await visit(shell.address);
  await expect.poll(hasState(closing.heard)).toBe(true);
  await closing.page.close();
  const { page, heard } = await visit(await shell.again());
  await expect.poll(hasState(heard)).toBe(true);
  expect(readFileSync(join(shell.home, 'window.json'), 'utf8')).toContain(`${shell.process.pid}`);
  expect(await shell.interrupt()).toBe(0);
  await expect(page.locator('body')).toContainText(/is closed/i);
  expect(() => readFileSync(join(shell.home, 'window.json'))).toThrow('ENOENT');
});

test('after kill -9 the next start takes over, and its page works', async () => {
  shell.process.kill('SIGKILL');
  await shell.ended;
  const next = await startWebShell({ home: shell.home });
  const { heard } = await visit(next.address);
  await expect.poll(hasState(heard)).toBe(true);
  expect(await next.interrupt()).toBe(0);
});

test('a page can end the program', async () => {
  const { page, heard } = await visit(shell.address);
  await expect.poll(hasState(heard)).toBe(true);
  const answer = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/socket`);
        const say = (message: object) => socket.send(JSON.stringify(message));
        const [link, tab] = ['footbridge-link', 'footbridge-tab'].map((name) => sessionStorage.getItem(name));
        socket.addEventListener('open', () => {
          say({ type: 'hello', link, tab });
          say({ type: 'call', id: 1, command: 'quit', args: {} });
        });
        socket.addEventListener('message', ({ data }) => {
          if (String(data).startsWith('{"type":"done"')) resolve(String(data));
        });
      }),
  );
  expect(answer).toBe('{"type":"done","id":1,"value":null}');
  expect(await shell.ended).toBe(0);
});

test('a page of another origin learns nothing, not even whether we are there', async () => {
  const { page } = await visit('about:blank');
  const { host } = new URL(shell.address);
  await page.goto('data:text/html,<title>evil</title>');
  const attempts = await page.evaluate(async (target) => {
    const read = await fetch(`http://${target}/`).then(
      () => 'read',
      () => 'refused',
    );
    const framed = await new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.addEventListener('load', () => {
        try {
          resolve(frame.contentDocument === null ? 'opaque' : 'seen');
        } catch {
          resolve('opaque');
        }
      });
      frame.src = `http://${target}/`;
      document.body.append(frame);
    });
    const spoken = await new Promise((resolve) => {
      const socket = new WebSocket(`ws://${target}/socket`);
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('refused'));
    });
    return { read, framed, spoken };
  }, host);
  expect(attempts).toEqual({ read: 'refused', framed: 'opaque', spoken: 'refused' });
});

test('a list of servers is asked for after the yes and stands among the ways, until it is removed (L1, L2)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-list-'));
  const authority = createAuthority();
  writeFileSync(join(folder, 'root.pem'), authority.cert);
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ version: 1, welcomed: true, language: 'en', messengers: ['shut'] }),
  );
  const { port } = await refusedPort();
  writeLoopbackResources(join(folder, 'resources'), [{ messenger: 'shut', purpose: 'chat', port }]);
  const dead = `socks5://u:geheim@127.0.0.1:${port}`;
  const lists = await startListServer(authority.issue(['127.0.0.1']), () => response(`${dead}\n`));
  const env = {
    NODE_EXTRA_CA_CERTS: join(folder, 'root.pem'),
    FOOTBRIDGE_RESOURCES: join(folder, 'resources'),
  };
  const own = await startWebShell({ env, home: folder });
  try {
    const { page, heard } = await visit(own.address);
    await page.getByRole('button', { name: 'My ways' }).click();
    await page.getByRole('button', { name: 'Add a way' }).first().click();
    await page.getByRole('textbox').fill(lists.address('/s/t0ken'));
    await page.getByRole('button', { name: 'Look at it' }).click();
    const card = page.getByRole('article', { name: 'The address of a list of servers' });
    await expect(card).toContainText('127.0.0.1');
    expect(lists.accepted()).toBe(0);
    await card.getByRole('button', { name: 'Yes, fetch it' }).click();
    await expect(page.getByRole('heading', { name: 'Trying it now' })).toBeVisible();
    expect(lists.requests).toHaveLength(1);
    await page.getByRole('button', { name: 'My ways' }).click();
    const group = page.getByRole('region', { name: 'List of 127.0.0.1' });
    await expect(group).toContainText('1 server from this list');
    expect(heard.join()).not.toMatch(/t0ken|geheim/);
    await group.getByRole('button', { name: 'Remove the list' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the list' }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'List of' })).toHaveCount(0);
  } finally {
    await own.dispose();
    await lists.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
