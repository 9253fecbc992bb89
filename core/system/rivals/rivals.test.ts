import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { RivalsSchema, rivalsThatMatter } from '../../model/rivals.ts';
import { scratchFolder } from '../../testing/daemon.ts';
import { check } from '../../testing/fuzz.ts';
import { runProgram } from '../run.ts';
import { findRivals, rivalsIn } from './find-rivals.ts';
import { namesOfCommands, namesOfServices, namesOfTasks } from './program-output.ts';
import { readRunning } from './running.ts';

const file = new URL('../../../resources/rivals.json', import.meta.url);
const RIVALS = v.parse(RivalsSchema, JSON.parse(readFileSync(file, 'utf8')));
const { signal } = new AbortController();
const NOTHING = { processes: new Set<string>(), services: new Set<string>() };
const named = (rivals: readonly { readonly name: string }[]) => rivals.map(({ name }) => name);

const TASKS =
  '"System Idle Process","0","Services","0","8 КБ"\r\n"goodbyedpi.exe","4120","Services","0","5 912 КБ"\r\n';
/** As a Russian Windows prints it. */
const SERVICES = `
Имя_службы: WinDivert
Выводимое_имя: WinDivert
        Тип                : 1  KERNEL_DRIVER
        Состояние          : 4  RUNNING

Имя_службы: klif
`;

describe('programs that work on connections as well', () => {
  it.runIf(process.platform === 'linux')('are found where one really runs', async () => {
    const program = join(scratchFolder().path, 'ciadpi');
    copyFileSync('/bin/sleep', program);
    const child = spawn(program, ['60'], { stdio: 'ignore' });
    const options = { run: runProgram, env: process.env, platform: process.platform };
    try {
      await expect
        .poll(async () => named(await findRivals(RIVALS, options, signal)), { timeout: 10_000 })
        .toContain('ByeDPI');
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
    expect(named(await findRivals(RIVALS, options, signal))).not.toContain('ByeDPI');
  });

  it('are known by what they were started as, and by the name they took', async () => {
    const proc = scratchFolder().path;
    const add = (id: string, cmdline: string, comm: string) => {
      mkdirSync(join(proc, id));
      writeFileSync(join(proc, id, 'cmdline'), cmdline);
      writeFileSync(join(proc, id, 'comm'), `${comm}\n`);
    };
    add('1', '/sbin/init\0splash\0', 'systemd');
    add('77', '/opt/zapret/nfq/nfqws\0--qnum=200\0', 'main');
    add('78', '', 'spoofdpi');
    mkdirSync(join(proc, '79'));
    symlinkSync('nowhere', join(proc, '80'));
    writeFileSync(join(proc, 'version'), 'Linux');
    const options = { run: runProgram, env: {}, platform: 'linux', proc } as const;
    expect(named(await findRivals(RIVALS, options, signal))).toEqual(['zapret', 'SpoofDPI']);
    const nowhere = { ...options, proc: join(proc, 'none') };
    expect(await readRunning(nowhere, signal)).toEqual(NOTHING);
  });

  it('are found on Windows by tasks and drivers, in any language', async () => {
    const asked: string[] = [];
    const run = async (command: string, args: readonly string[]) => {
      asked.push([command, ...args].join(' '));
      return command.endsWith('sc.exe') ? SERVICES : TASKS;
    };
    const options = { run, env: { SystemRoot: 'C:\\Windows' }, platform: 'win32' } as const;
    expect(named(await findRivals(RIVALS, options, signal))).toEqual(['GoodbyeDPI', 'Kaspersky']);
    expect(asked).toEqual([
      'C:\\Windows\\System32\\tasklist.exe /fo csv /nh',
      'C:\\Windows\\System32\\sc.exe query type= all',
    ]);
  });

  it('are found on macOS by what ps lists', async () => {
    const run = async () => '/sbin/launchd\n/Applications/Some App.app/Contents/MacOS/tpws\n';
    expect(named(await findRivals(RIVALS, { run, env: {}, platform: 'darwin' }, signal))).toEqual(['zapret']);
  });

  it('are none where the system does not tell, and a call-off is one', async () => {
    const run = () => Promise.reject(new Error('no such program'));
    const options = { run, env: {}, platform: 'win32' } as const;
    expect(await findRivals(RIVALS, options, signal)).toEqual([]);
    await expect(findRivals(RIVALS, options, AbortSignal.abort(new Error('enough')))).rejects.toThrow(
      'enough',
    );
  });

  it('name a driver only where nobody who brought it along was found', () => {
    const services = new Set(['windivert']);
    expect(named(rivalsIn(RIVALS, { ...NOTHING, services }))).toEqual(['WinDivert']);
    expect(named(rivalsIn(RIVALS, { processes: new Set(['winws']), services }))).toEqual(['zapret']);
  });

  it('matter with what they may have done, and those that reshape always', () => {
    const all = (['reshapes', 'inspects', 'slows'] as const).map((kind) => ({ name: kind, kind }));
    expect(named(rivalsThatMatter(all, []))).toEqual(['reshapes']);
    expect(named(rivalsThatMatter(all, ['intercepted']))).toEqual(['reshapes', 'inspects']);
    expect(named(rivalsThatMatter(all, ['frozen', 'sni-blocked']))).toEqual(['reshapes', 'slows']);
  });
});

describe('what the system’s programs print', () => {
  it.each([namesOfTasks, namesOfServices, namesOfCommands])('%o reads names out of any text', (read) => {
    check(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        for (const name of read(text)) {
          expect(name).toBe(name.toLowerCase());
          expect(name.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('finds every task and command again, wherever it stands', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
    check(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const lines = words.map((word, index) => `"${word}.exe","${index}","Console","1","1 K"`);
        expect(namesOfTasks(lines.join('\r\n'))).toEqual(new Set(words));
        expect(namesOfCommands(words.map((word) => `/usr/bin/${word}`).join('\n'))).toEqual(new Set(words));
        expect(namesOfServices(words.map((word) => `SERVICE_NAME: ${word}`).join('\n'))).toEqual(
          new Set(words),
        );
      }),
    );
  });
});
