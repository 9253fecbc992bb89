import { on } from './double/states.ts';
import { expect, isReal, test } from './electron-app.ts';
import { phaseOf } from './electron-page.ts';

test.use({ options: { engine: 'scripted', args: [], env: {} } });

test('the window opens, and its page is told the state as the engine tells it', async ({ app }) => {
  await expect(app.page.locator('#root')).not.toBeEmpty();
  test.skip(isReal, 'the scripted engine is part of the double');
  expect(app.recorded('window')[0]?.options).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    partition: null,
    hasPreload: true,
  });
  app.say({ phase: 'failed', code: 'broken-data', message: 'a test' });
  await expect.poll(() => phaseOf(app.page)).toBe('failed');
  await app.page.reload();
  await expect.poll(() => phaseOf(app.page)).toBe('failed');
});

test('the screens themselves break none of the rules of their page', async ({ app }) => {
  const { page } = app;
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.reload();
  await expect(page.locator('#root')).not.toBeEmpty();
  if (!isReal) app.say(on(9, 'works'));
  await expect.poll(() => phaseOf(page)).not.toBe('starting');
  expect(errors).toEqual([]);
});

test('the page runs nothing inline, builds no code from text and reaches no network', async ({ app }) => {
  const { page } = app;
  const found = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    );
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.head.append(style);
    const image = document.createElement('img');
    image.src = 'https://example.com/pixel.png';
    document.body.append(image);
    const didFetch = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    // Text as code, where no debugger is on the stack: that one may.
    await new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        if (effectiveDirective === 'script-src') resolve();
      });
      setTimeout(Object('globalThis.textRan = true'));
    });
    return { inline: 'inlineRan' in globalThis, text: 'textRan' in globalThis, didFetch, violations };
  });
  expect(found).toMatchObject({ inline: false, text: false, didFetch: false });
  expect(found.violations).toEqual(
    expect.arrayContaining(['script-src-elem', 'style-src-elem', 'img-src', 'connect-src', 'script-src']),
  );
});

test('the page does not leave its place and opens no other', async ({ app }) => {
  const { page } = app;
  const url = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => window.open('https://example.com/'));
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect(page.url()).toBe(url);
});

test('a frame put into the page, and a page that is not ours, are answered nothing', async ({ app }) => {
  test.skip(isReal, 'a real frame has no preload: the double lets any frame knock');
  const { page } = app;
  const knock = (): Promise<{ ok: boolean }> =>
    Reflect.get(globalThis, '__ipcOut')('invoke', 'command:about', [{}]);
  expect(await page.evaluate(knock)).toMatchObject({ ok: true });
  await page.evaluate(() => document.body.append(document.createElement('iframe')));
  const [, frame] = page.frames();
  expect(await frame?.evaluate(knock)).toEqual({ ok: false, error: { code: 'bad-arguments' } });
  await page.goto('about:blank');
  expect(await page.evaluate(knock)).toEqual({ ok: false, error: { code: 'bad-arguments' } });
});

test('arguments that do not fit, and commands that do not exist, are outcomes', async ({ app }) => {
  const answers = await app.page.evaluate(() => {
    const { call } = Object(window.footbridge);
    return Promise.all([
      call('openPage', { page: '../etc' }),
      call('openPage', { page: 'no-such-page' }),
      call('describeLinks', { text: 'x'.repeat(70_000) }),
      call('describeLinks', { text: 'x'.repeat(700_000) }),
      call('chooseMessengers', { ids: ['whatsapp'], more: 1 }),
      call('toString', {}),
    ]);
  });
  const codes = answers.map((answer) => Reflect.get(Reflect.get(Object(answer), 'error') ?? {}, 'code'));
  expect(codes).toEqual([
    'bad-arguments',
    'not-found',
    'bad-arguments',
    'bad-arguments',
    'bad-arguments',
    'internal',
  ]);
});
