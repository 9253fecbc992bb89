import { expect, test } from 'vitest';
import type { EngineBridge } from '../core/contract.ts';
import { done, notDone } from '../core/shell-kit.ts';
import { createReportSaver } from './report-saver.ts';

const WISH = { language: 'en', parts: [], tellsCountry: false, operator: '' };

function setUp({ path = '/chosen/report.zip', canceled = false, canPack = true, canWrite = true } = {}) {
  const written: [string, string][] = [];
  const asked: string[] = [];
  const call: EngineBridge['call'] = async () => {
    const packed = { name: 'footbridge-report.zip', base64: Buffer.from('PK').toString('base64') };
    const outcome: { ok: boolean } = canPack ? done(packed) : notDone('too-many');
    return Object.assign(Object.create(null), outcome);
  };
  const save = createReportSaver({
    engine: { call },
    dialog: {
      async showSaveDialog(...options: unknown[]) {
        asked.push(JSON.stringify(options.at(-1)));
        return { canceled, filePath: canceled ? '' : path };
      },
    },
    async write(file, bytes) {
      if (!canWrite) throw new Error('read-only');
      written.push([file, Buffer.from(bytes).toString()]);
    },
  });
  return { save, written, asked };
}

test('a report is written where the person says, and nowhere else', async () => {
  const { save, written, asked } = setUp();
  expect(await save(WISH)).toEqual(done({ outcome: 'saved' }));
  expect(written).toEqual([['/chosen/report.zip', 'PK']]);
  expect(asked[0]).toContain('footbridge-report.zip');
});

test('a dialog that was closed, a disk that is full and an engine that refuses are told apart', async () => {
  const closed = setUp({ canceled: true });
  expect(await closed.save(WISH)).toEqual(done({ outcome: 'cancelled' }));
  expect(closed.written).toEqual([]);
  expect(await setUp({ canWrite: false }).save(WISH)).toEqual(notDone('cannot-save'));
  const refused = setUp({ canPack: false });
  expect(await refused.save(WISH)).toEqual(notDone('too-many'));
  expect(refused.asked).toEqual([]);
});
