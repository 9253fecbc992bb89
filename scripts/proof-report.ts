// A report with a history of 10,000 verdicts: made, packed and read back, in a process of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineLine, projectRoot, table, tell } from '../bench/page.ts';
import { openHouse } from '../core/engine/open.ts';
import { makeReport } from '../core/engine/report/make.ts';
import { surroundings } from '../core/engine/report/personal.ts';
import { systemClock, systemRandom } from '../core/net/system-clock.ts';
import { packReport } from '../core/report/build.ts';

const VERDICTS = 10_000;
const MOST_SECONDS = 3;
const MOST_MIB = 300;
const PURPOSES = ['chat', 'web', 'media'] as const;

const machine = machineLine();
const folder = mkdtempSync(join(tmpdir(), 'footbridge-proof-'));
try {
  const options = {
    ...{ home: folder, clock: systemClock, random: systemRandom, timeZone: 'UTC' },
    resourceFolders: [join(projectRoot(), 'resources')],
  };
  const network = await (await openHouse(options, { emit: () => undefined })).networkKey();
  const lines = Array.from({ length: VERDICTS }, (_, index) =>
    JSON.stringify({
      ...{ at: Date.now() - (VERDICTS - index) * 60_000, network, messenger: 'whatsapp' },
      ...{
        purpose: PURPOSES[index % PURPOSES.length],
        state: 'blocked',
        causes: ['dns-tampering', 'sni-blocked'],
      },
    }),
  );
  writeFileSync(join(folder, 'history.jsonl'), `${lines.join('\n')}\n`);

  const startedAt = performance.now();
  const house = await openHouse(options, { emit: () => undefined });
  const { report, at } = await makeReport(
    options,
    house,
    {
      ...{ language: 'ru', tellsCountry: false, operator: '' },
      parts: ['report.html', 'measurements.jsonl', 'events.log', 'history.jsonl'],
    },
    { records: [], log: [], rivals: [], surroundings: surroundings(process.env) },
  );
  const { bytes } = packReport(report, at);
  const seconds = (performance.now() - startedAt) / 1000;
  const mib = process.resourceUsage().maxRSS / 1024;
  const told =
    report.files
      .find(({ name }) => name === 'history.jsonl')
      ?.text.trim()
      .split('\n').length ?? 0;
  const holds = told === VERDICTS && seconds < MOST_SECONDS && mib < MOST_MIB;
  const rows = table([
    ['verdicts', 'seconds', 'most memory, MiB', 'archive, KiB'],
    [told, seconds.toFixed(2), mib.toFixed(0), (bytes.length / 1024).toFixed(0)],
  ]);
  const bound = `At most ${MOST_SECONDS} s and ${MOST_MIB} MiB: ${holds ? 'holds' : '**does not hold**'}.`;
  tell('report', `${machine}\n\n${rows}\n\n${bound}`, { isFull: true });
  process.exitCode = holds ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
