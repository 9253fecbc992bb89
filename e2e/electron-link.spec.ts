import { createServer, type Server } from 'node:net';
import { formatDeepLink } from '../electron/deep-link.ts';
import { expect, isReal, test } from './electron-app.ts';
import { wordsIn } from './words.ts';

let contacts = 0;
let server: Server;
let link = '';

test.beforeAll(async () => {
  server = createServer((socket) => {
    contacts += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  link = `socks5://127.0.0.1:${address.port}#Aunt`;
});
test.afterAll(() => new Promise((resolve) => server.close(resolve)));

const STARTED_WITH = formatDeepLink({ route: 'add', text: 'socks5://127.0.0.1:9#first' });
test.use({ options: { engine: 'real', args: [STARTED_WITH], env: {} } });

test('a link proposes once, and nobody is contacted before the person says yes', async ({ app }) => {
  const { page } = app;
  const t = wordsIn('en');
  const question = page.getByRole('dialog', { name: t('common.invite-title', { count: 1 }) });
  const notNow = question.getByRole('button', { name: t('common.not-now') });
  await expect(question).toContainText('127.0.0.1:9');
  await notNow.click();
  await expect(question).toBeHidden();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(question).toBeHidden();
  test.skip(isReal, 'a second start is told to the double');

  app.tell({ tell: 'app', event: 'second-instance', data: 'footbridge://connect#now' });
  app.tell({ tell: 'app', event: 'second-instance', data: '--proxy-server=evil' });
  app.tell({ tell: 'app', event: 'second-instance', data: formatDeepLink({ route: 'add', text: link }) });
  await expect(question).toContainText(link.replace(/^.*\/\/|#.*$/g, ''));
  await notNow.click();
  app.tell({ tell: 'app', event: 'open-url', data: `footbridge://add#${encodeURIComponent(link)}` });
  await expect(question).toContainText(link.replace(/^.*\/\/|#.*$/g, ''));
  expect(contacts).toBe(0);
  await question.getByRole('button', { name: t('common.invite-yes') }).click();
  await expect(page.getByText(t('common.invite-added', { count: 1 })).first()).toBeVisible();
});
