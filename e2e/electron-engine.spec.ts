import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzip } from '../core/report/testing/unzip.ts';
import { expect, isReal, test } from './electron-app.ts';
import { phaseOf } from './electron-page.ts';

test('an engine that is killed is started again, and the page is told so', async ({ app }) => {
  const { page } = app;
  await expect.poll(() => phaseOf(page)).toBe('off');
  test.skip(isReal, 'only the double tells which process the engine is');
  await page.evaluate(() => {
    const phases: string[] = [];
    Reflect.set(window, 'phases', phases);
    window.footbridge.watchState(({ phase }) => phases.push(phase));
  });
  const phases = () => page.evaluate((): string[] => Reflect.get(window, 'phases'));
  await expect.poll(phases).toEqual(['off']);
  const [engine] = app.recorded('engine');
  if (engine !== undefined) process.kill(engine.pid, 'SIGKILL');
  await expect.poll(phases).toEqual(['off', 'lost', 'off']);
  expect(app.recorded('engine')).toHaveLength(2);
});

test('a report is saved where the dialog says, in the language of the screens', async ({ app }) => {
  await expect.poll(() => phaseOf(app.page)).toBe('off');
  test.skip(isReal, 'nobody is there to answer the dialog');
  const outcome = await app.page.evaluate(() => {
    const wish = { language: 'ru', tellsCountry: false, operator: '' };
    return window.footbridge.call('saveReport', { ...wish, parts: ['report.html'] });
  });
  expect(outcome).toEqual({ ok: true, value: { outcome: 'saved' } });
  const [dialog] = app.recorded('dialog');
  const saved = unzip(readFileSync(join(app.home, dialog?.message ?? '')));
  expect([...saved.keys()]).toEqual(['report.html', 'README.txt']);
  expect(saved.get('report.html')?.toString('utf8')).toContain('Что Footbridge здесь обнаружил');
});

test('settings changed in the page come back in the state, and erasing everything is the end of them and of the program', async ({
  app,
}) => {
  const outcome = await app.page.evaluate(() =>
    window.footbridge.call('changeSettings', { changes: { theme: 'dark' } }),
  );
  expect(outcome).toEqual({ ok: true, value: null });
  const theme = () =>
    app.page.evaluate(
      () =>
        new Promise((resolve) => {
          window.footbridge.watchState((state) => resolve('settings' in state ? state.settings.theme : null));
        }),
    );
  await expect.poll(theme).toBe('dark');
  const home = join(app.home, 'footbridge');
  expect(readdirSync(home)).toEqual(expect.arrayContaining(['settings.json', 'window', 'window.json']));
  // The same page asks for the end of it all: then the program ends, and the system's shell sweeps up after it (S3).
  void app.page.evaluate(() => window.footbridge.call('eraseEverything', {})).catch(() => {});
  expect(await app.ended).toBe(0);
  // The double keeps its own Chromium there, which is none of the program's.
  const left = () => (existsSync(home) ? readdirSync(home).filter((name) => !/^chromium-/.test(name)) : []);
  await expect.poll(left, { timeout: 15_000 }).toEqual([]);
});

test('the program ends when it is asked to, and its engine with it', async ({ app }) => {
  await expect.poll(() => phaseOf(app.page)).toBe('off');
  void app.page.evaluate(() => window.footbridge.call('quit', {})).catch(() => {});
  expect(await app.ended).toBe(0);
  test.skip(isReal, 'only the double tells which process the engine is');
  const [engine] = app.recorded('engine');
  expect(() => process.kill(engine?.pid ?? 0, 0)).toThrow('ESRCH');
});

test('a signal ends it as well', async ({ app }) => {
  await expect.poll(() => phaseOf(app.page)).toBe('off');
  app.process.kill('SIGTERM');
  expect(await app.ended).toBe(0);
});
