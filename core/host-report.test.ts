import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { ReportWish } from './contract.ts';
import { createEngine } from './engine.ts';
import { faultsOf } from './report/ooni/schema.ts';
import { unzip } from './report/testing/unzip.ts';
import { writeLoopbackResources } from './testing/loopback-resources.ts';
import { add, folders, hostOptions, place, shut, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const WISH: ReportWish = {
  ...{ language: 'en', tellsCountry: false, operator: '' },
  parts: ['report.html', 'measurements.jsonl', 'events.log'],
};
const LINK = 'socks5://canary-user:canary-pass@canary-host.example:1080';
const TOKEN = 'canary-token-71b2';

afterEach(() => {
  delete process.env.FOOTBRIDGE_TEST_TOKEN;
});

test('a window previews what was measured, and what is saved is the same to the letter (R8)', async () => {
  process.env.FOOTBRIDGE_TEST_TOKEN = TOKEN;
  const { engine, known, phase, is } = startEngine([
    { messenger: 'open', purpose: 'chat', port: await place() },
    { messenger: 'shut', purpose: 'chat', port: await shut() },
  ]);
  const empty = await engine.call('previewReport', WISH);
  expect(empty).toMatchObject({
    ok: true,
    value: { code: '', text: expect.stringContaining('Nothing has been') },
  });
  await add(engine, LINK);
  await engine.call('connect', {});
  await is(
    () => phase() === 'on' && known().messengers.every(({ purposes }) => purposes[0]?.verdict !== null),
  );

  const preview = await engine.call('previewReport', WISH);
  const packed = await engine.call('packReport', WISH);
  if (!preview.ok || !packed.ok) throw new Error('no report');
  expect(preview.value.code).toMatch(/^(?:N\d\d )?X\d\d [A-Z]$/);
  const unpacked = unzip(Buffer.from(packed.value.base64, 'base64'));
  expect([...unpacked.keys()]).toEqual(preview.value.files.map(({ name }) => name));
  const data = preview.value.files.find(({ name }) => name === 'measurements.jsonl');
  expect(unpacked.get('measurements.jsonl')?.toString('utf8')).toBe(data?.text);
  const lines = (data?.text ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.flatMap(faultsOf)).toEqual([]);
  expect(lines.map(({ input }) => input)).toEqual(expect.arrayContaining(['open', 'shut']));
  const all = [...unpacked.values(), JSON.stringify(preview.value)].join('\n');
  for (const secret of ['canary-user', 'canary-pass', 'canary-host', TOKEN, folders().home])
    expect(all).not.toContain(secret);
});

test('verdicts are kept per network and shown, also after the next start (R10)', async () => {
  const { engine, known, is } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
  expect(await engine.call('pastVerdicts', {})).toEqual({ ok: true, value: { past: [] } });
  await engine.call('connect', {});
  await is(() => known().messengers[0]?.purposes[0]?.verdict !== null);
  await engine.close();
  const next = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
  const kept = await next.engine.call('pastVerdicts', {});
  expect(kept).toMatchObject({ ok: true, value: { past: [{ messenger: 'open', purpose: 'chat' }] } });
  const wish: ReportWish = { ...WISH, parts: ['history.jsonl'] };
  const preview = await next.engine.call('previewReport', wish);
  const [file] = preview.ok ? preview.value.files : [];
  expect(file?.name).toBe('history.jsonl');
  expect(faultsOf(JSON.parse(file?.text ?? ''))).toEqual([]);
  expect(file?.text).toContain('"input":"open"');
});

test('erasing everything takes what was measured along (S3)', async () => {
  const { engine, known, is } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
  await engine.call('connect', {});
  await is(() => known().messengers[0]?.purposes[0]?.verdict !== null);
  await engine.call('eraseEverything', {});
  expect(await engine.call('previewReport', WISH)).toMatchObject({ ok: true, value: { code: '' } });
  expect(await engine.call('pastVerdicts', {})).toEqual({ ok: true, value: { past: [] } });
  expect(existsSync(join(folders().home, 'history.jsonl'))).toBe(false);
});

test('a report of the command line is measured, without a way round and without contacting a server (R1)', async () => {
  writeLoopbackResources(folders().resources, [{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
  const events: string[] = [];
  const engine = await createEngine({ ...hostOptions(), emit: ({ event }) => events.push(event) });
  await engine.servers.add(LINK);
  expect(engine.contacts().messengers).toEqual(['127.0.0.1']);
  const { report, file } = await engine.report(WISH, AbortSignal.timeout(20_000), false);
  expect(report.code).toMatch(/X\d\d [A-Z]$/);
  expect(unzip(file.bytes).get('events.log')?.toString('utf8')).toContain('verdict');
  expect(file.bytes.includes('canary')).toBe(false);
  expect(events).not.toContain('trying');
  // Since when it is so, the next report may say.
  const kept = readFileSync(join(folders().home, 'history.jsonl'), 'utf8').trim().split('\n');
  expect(kept.map((line) => JSON.parse(line))).toMatchObject([{ messenger: 'shut', purpose: 'chat' }]);
  // Nothing else was saved by the engine itself.
  expect(readdirSync(folders().home).filter((name) => name.endsWith('.zip'))).toEqual([]);
});

test('what the command line measures without a report is in the history as well', async () => {
  writeLoopbackResources(folders().resources, [{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
  const engine = await createEngine({ ...hostOptions(), emit: () => undefined });
  await engine.check(AbortSignal.timeout(20_000));
  expect(readFileSync(join(folders().home, 'history.jsonl'), 'utf8')).toMatch(/^\{[^\n]*"shut"[^\n]*\}\n$/);
});

test('a report can be called off', async () => {
  writeLoopbackResources(folders().resources, [{ messenger: 'shut', purpose: 'chat', port: await shut() }]);
  const engine = await createEngine({ ...hostOptions(), emit: () => undefined });
  await expect(engine.report(WISH, AbortSignal.abort(new Error('called off')), false)).rejects.toThrow(
    'called off',
  );
});
