import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { findProgram, scratchFolder } from '../../core/testing/daemon.ts';
import { starters } from './starters.ts';
import { TARGETS, type Target } from './targets.ts';

/** A folder whose name tries every quote, with the files to double-click and a Node that says what it is given. */
function unpacked(system: Target['system']): { folder: string; at: (name: string) => string } {
  const folder = join(scratchFolder().path, 'Мостик & co, 100% "it\'s" $HOME `x` \\ ! (1)');
  const at = (name: string) => join(folder, name);
  mkdirSync(at('program'), { recursive: true });
  writeFileSync(at('program/node'), '#!/bin/sh\nprintf "<%s>" "$@"\n');
  chmodSync(at('program/node'), 0o755);
  for (const { path, content } of starters({ system, arch: 'x64' })) {
    writeFileSync(at(path), content);
    chmodSync(at(path), 0o755);
  }
  return { folder, at };
}
const SHELLS = ['sh', 'dash', 'bash', 'zsh', 'busybox'].filter((name) => findProgram(name) !== undefined);
const scripts = (system: Target['system']) =>
  starters({ system, arch: 'x64' }).filter(({ path }) => /\.(?:sh|command)$/.test(path));
/** Exec of a .desktop file as the specification has it read; `%k` becomes the given text. */
function execOf(desktop: string, place: string): readonly string[] {
  const [, exec = ''] = /^Exec=(.*)$/m.exec(desktop) ?? [];
  const line = exec.replaceAll('\\\\', '\\');
  return [...line.matchAll(/"((?:\\.|[^"\\])*)"|([^\s"]+)/g)].map(([, quoted, bare = '']) =>
    quoted === undefined ? bare.replace('%k', place) : quoted.replace(/\\(.)/g, '$1').replaceAll('%%', '%'),
  );
}

test.each(['linux', 'mac'] as const)(
  'on %s every shell starts what lies beside the script, wherever it is called from (P7)',
  (system) => {
    const { at } = unpacked(system);
    const [first] = scripts(system);
    for (const shell of SHELLS)
      for (const cwd of ['/', at('program')]) {
        const words = [...(shell === 'busybox' ? ['sh'] : []), at(first?.path ?? ''), 'check', 'a b'];
        expect(execFileSync(shell, words, { cwd, encoding: 'utf8' })).toBe(
          `<${at('program/start.cjs')}><check><a b>`,
        );
      }
  },
);

test.each(['linux', 'mac'] as const)('on %s scripts are plain sh', (system) => {
  for (const { content } of scripts(system)) {
    for (const shell of SHELLS.filter((name) => name !== 'busybox'))
      expect(spawnSync(shell, ['-n'], { input: content }).status).toBe(0);
    expect(content.toString()).toMatch(/^#!\/bin\/sh\n/);
  }
});

test('where programs may not start, people are told what to do', () => {
  const { at } = unpacked('linux');
  chmodSync(at('program/node'), 0o644);
  const { status, stderr } = spawnSync('sh', [at('footbridge.sh')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('Copy the whole folder to your home folder')]);
});

test('a .desktop file finds its folder by a path, by an address, and where it was told nothing', () => {
  const { folder, at } = unpacked('linux');
  writeFileSync(at('enter'), '\n');
  for (const [name, words] of [
    ['Footbridge.desktop', ''],
    ['Restore my internet.desktop', '<leave>'],
  ] as const) {
    const entry = starters({ system: 'linux', arch: 'x64' }).find(({ path }) => path === name);
    const start = (place: string, cwd: string) => {
      const [program = '', ...args] = execOf(`${entry?.content}`, place);
      // A file: a pipe breaks where it ends before all is written.
      const enter = openSync(at('enter'), 'r');
      const shown = execFileSync(program, args, { cwd, encoding: 'utf8', stdio: [enter, 'pipe', 'inherit'] });
      closeSync(enter);
      return shown;
    };
    const started = `<${at('program/start.cjs')}>${words}`;
    expect(start(at(name), '/')).toContain(started);
    expect(start(pathToFileURL(at(name)).href, '/')).toContain(started);
    expect(start('', folder)).toContain(started);
    expect(dirname(at(name))).toBe(folder);
  }
});

test('files for cmd.exe are ASCII with CRLF, quote every path, and leave exclamation marks alone', () => {
  const files = starters({ system: 'windows', arch: 'x64' });
  expect(files.map(({ path }) => path)).toEqual(['Footbridge.cmd', 'Restore my internet.cmd']);
  for (const { content } of files) {
    const text = content.toString();
    expect(text).toMatch(/^(?:[\x20-\x7e]*\r\n)+$/);
    expect(text).toContain('setlocal DisableDelayedExpansion\r\n');
    // %~dp0 ends with a backslash: in quotes together with what follows it, or not at all.
    expect(text.replaceAll(/"%~dp0[\w\\.]+"/g, '')).not.toContain('%~dp0');
    // A block in brackets would end at the first bracket of a path in it.
    expect(text.split('\r\n').filter((line) => /^\s*(?:if|for) .*\($/.test(line))).toEqual([]);
  }
});

test('every system has one file that starts and one that puts the settings back', () => {
  for (const target of TARGETS) {
    const names = starters(target).map(({ path }) => path);
    expect(names.some((name) => /^footbridge\./i.test(name))).toBe(true);
    expect(names.some((name) => name.startsWith('Restore my internet.'))).toBe(true);
    expect(starters(target).every(({ runs }) => runs)).toBe(true);
  }
});
