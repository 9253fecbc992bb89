import { homedir } from 'node:os';
import { join } from 'node:path';
import { guard } from '../guardian/guard.ts';
import { startGuardian, WATCHING } from '../guardian/guardian.ts';
import { proxyDrivers } from '../proxy/drivers.ts';
import { runProgram } from '../run.ts';
import { changeAll } from '../settings/all.ts';
import { openJournal } from '../settings/journal.ts';

/** For tests: with `guard` the guardian, else a process that changes the settings and then holds on until it is killed. */
const home = join(homedir(), 'footbridge');
const journal = openJournal(home, Date.now);
const surroundings = { run: runProgram, env: process.env, platform: process.platform, homedir: homedir() };
const drivers = proxyDrivers(surroundings);

if (process.argv[2] === 'guard') {
  process.stdout.write(WATCHING);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  await guard({ lifeline: process.stdin, drivers, journal });
} else {
  const [, program = ''] = process.argv;
  if (process.argv[2] !== 'alone')
    await startGuardian({ command: process.execPath, args: [program, 'guard'], env: process.env });
  const url = `http://127.0.0.1:7000/${'0123456789abcdef'.repeat(2)}/proxy.pac`;
  await changeAll(
    drivers,
    { kind: 'pac', url },
    {
      journal,
      now: Date.now,
      process: { id: process.pid, startedAt: 0 },
      signal: AbortSignal.timeout(5000),
    },
  );
  process.stdout.write('changed\n');
  setInterval(() => undefined, 1000);
}
