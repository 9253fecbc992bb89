import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import { writeOverlay } from './overlay.ts';

const Engines = v.object({ engines: v.array(v.object({ id: v.string() })) });

test('a scenario has the programs of others that it names and that the lab brings, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-lab-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const signalRoot = join(folder, 'root.pem');
  writeFileSync(signalRoot, 'a certificate');
  mkdirSync(join(folder, 'lab'));
  const resources = join(import.meta.dirname, '..', 'resources');
  const enginesIn = (programs: readonly string[]) => {
    const overlay = writeOverlay({ resources, folder: join(folder, 'lab'), signalRoot }, programs);
    expect(readdirSync(overlay)).toEqual(['sidecars.json', 'signal-root.pem']);
    const text = readFileSync(join(overlay, 'sidecars.json'), 'utf8');
    return v.parse(Engines, JSON.parse(text)).engines.map(({ id }) => id);
  };
  expect(enginesIn([])).toEqual(['v2ray']);
  expect(enginesIn(['ciadpi'])).toEqual(['v2ray', 'byedpi']);
});
