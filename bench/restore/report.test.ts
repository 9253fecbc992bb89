import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentCommand, desktopCommand, windowsCommand } from './entries.ts';
import { matrix, sum } from './report.ts';

const results = [
  { accident: 'killed', platform: 'KDE', cases: 12, stranded: [] },
  { accident: 'killed', platform: 'GNOME', cases: 3, stranded: ['step 2'] },
  { accident: 'disk full', platform: 'GNOME', cases: 1, stranded: [] },
];

test('who was stranded stands out, and what was not tried is no success', () => {
  expect(matrix(results).split('\n').slice(2)).toEqual([
    '| killed | 12 | 3, **1 stranded** |',
    '| disk full | – | 1 |',
  ]);
  expect(sum(results)).toBe('16 cases, 1 stranded');
});

test('the restorer’s command is read as each system reads it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-entries-'));
  const file = (text: string) => {
    writeFileSync(join(folder, 'entry'), text);
    return join(folder, 'entry');
  };
  try {
    expect(desktopCommand(file('Name=x\nExec="/opt/a b" "c\\\\"d" "e%%f" g\n'))).toEqual([
      ...['/opt/a b', 'c"d', 'e%f', 'g'],
    ]);
    expect(agentCommand(file('<array>\n<string>/a &amp; b</string>\n<string>c</string>\n</array>'))).toEqual([
      ...['/a & b', 'c'],
    ]);
    expect(windowsCommand('"C:\\a b.exe" "--restore"')).toEqual(['C:\\a b.exe', '--restore']);
    expect([desktopCommand(join(folder, 'none')), windowsCommand(undefined)]).toEqual([null, null]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
