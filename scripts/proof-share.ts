// The lab's phones, all of them and thoroughly: what they were served and what the stranger met.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { machineLine, projectRoot, table, tell } from '../bench/page.ts';

const machine = machineLine();
const root = projectRoot();
const ran = spawnSync(process.execPath, [join(root, 'scripts', 'lab.mjs'), 'phones'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FOOTBRIDGE_LAB_THOROUGH: '1' },
});
const file = join(root, '.cache', 'lab', 'runs', 'phones', '1', 'phones.json');
const figures = v.parse(v.record(v.string(), v.number()), JSON.parse(readFileSync(file, 'utf8')));
const holds = ran.status === 0;
const rows = Object.entries(figures).map(([name, value]) => [
  name,
  Number.isInteger(value) ? value : value.toFixed(2),
]);
const verdict = `Every port but the doors’ closed, nobody led astray, everybody let go within 2 s: ${holds ? 'holds' : '**does not hold**'}.`;
tell('share', `${machine}\n\n${table([['what', 'how much'], ...rows])}\n\n${verdict}`, { isFull: true });
process.exitCode = holds ? 0 : 1;
