import { expect, test } from 'vitest';
import type { CloserLook, EngineBridge, ReportWish } from './contract.ts';
import { createFastClock } from './measure/testing/fast-clock.ts';
import { faultsOf } from './report/ooni/schema.ts';
import { place, shut, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const WISH: ReportWish = {
  ...{ language: 'en', tellsCountry: false, operator: '' },
  parts: ['report.html', 'measurements.jsonl'],
};

async function standing(engine: EngineBridge): Promise<CloserLook> {
  const outcome = await engine.call('closerLook', {});
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
}

const stage = async (engine: EngineBridge) => (await standing(engine)).stage;
const reaches = (engine: EngineBridge, wanted: CloserLook['stage']) =>
  expect.poll(() => stage(engine), { timeout: 8000, interval: 10 }).toBe(wanted);

test('a window shows whom a closer look asks, begins it, and finds it in the report (M10, R4)', async () => {
  const purposes = [{ messenger: 'open', purpose: 'chat' as const, port: await place() }];
  const { engine } = startEngine(purposes, createFastClock(20));
  expect(await standing(engine)).toMatchObject({
    ...{ stage: 'never', done: 0 },
    contacts: expect.arrayContaining([{ reason: 'servers', name: 'Relays', hosts: ['127.0.0.1'] }]),
  });
  expect(await engine.call('lookCloser', { on: true })).toEqual({ ok: true, value: null });
  expect(await engine.call('lookCloser', { on: true })).toMatchObject({ error: { code: 'wrong-phase' } });
  await reaches(engine, 'done');
  const { done, all } = await standing(engine);
  expect([done, all > 0]).toEqual([all, true]);
  const preview = await engine.call('previewReport', WISH);
  if (!preview.ok) throw new Error(preview.error.code);
  const [page, data] = preview.value.files;
  expect(page?.text).toContain('Relays: ');
  const lines = (data?.text ?? '').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line)).flatMap(faultsOf)).toEqual([]);
  expect(lines.filter((line) => line.includes('"test_name":"x_footbridge_deep"')).length).toBeGreaterThan(4);
});

test('it is called off by the person, and by erasing everything; nothing of it is kept then (M10, S3)', async () => {
  const purposes = [{ messenger: 'shut', purpose: 'chat' as const, port: await shut() }];
  const { engine } = startEngine(purposes);
  await engine.call('lookCloser', { on: true });
  expect(await stage(engine)).toBe('running');
  await engine.call('lookCloser', { on: false });
  expect(await stage(engine)).toBe('stopped');
  await engine.call('lookCloser', { on: true });
  await engine.call('eraseEverything', {});
  expect(await stage(engine)).toBe('never');
  const preview = await engine.call('previewReport', WISH);
  expect(preview).toMatchObject({ ok: true, value: { code: '' } });
});
