import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'footbridge Мост-'));
const tools = join(folder, 'tools');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (path: string, text: string) => writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });

/** Starts what is beside the unpacked program, on a system with or without namespaces for everybody. */
function start({ user = 1000, allows = true, language = 'en_US.UTF-8', words = [''] }) {
  cpSync(join(import.meta.dirname, 'linux', 'start.sh'), join(folder, 'start.sh'));
  cpSync(join(import.meta.dirname, 'linux', 'words'), join(folder, 'words'), { recursive: true });
  script(join(folder, 'footbridge'), 'printf "started %s\\n" "$@"');
  writeFileSync(join(folder, 'chrome-sandbox'), '');
  mkdirSync(tools, { recursive: true });
  script(join(tools, 'id'), `echo ${user}`);
  script(join(tools, 'unshare'), `exit ${allows ? 0 : 1}`);
  // No question may open on the screen of whoever runs this.
  for (const name of ['zenity', 'kdialog', 'notify-send', 'xmessage']) script(join(tools, name), 'exit 0');
  return spawnSync(join(folder, 'start.sh'), words, {
    encoding: 'utf8',
    env: { PATH: `${tools}:/usr/bin:/bin`, LANG: language },
  });
}

const suite = process.platform === 'linux' ? describe : describe.skip;
suite('the start from an AppImage or an unpacked folder', () => {
  test('hands on what it was given, from any folder', () => {
    const { status, stdout } = start({ words: ['footbridge://add#a b', '--hidden'] });
    expect([status, stdout]).toEqual([0, 'started footbridge://add#a b\nstarted --hidden\n']);
  });

  test('does not start without the sandbox, and says why and what helps, in the person’s language (E11)', () => {
    const { status, stdout, stderr } = start({ allows: false, language: 'ru_RU.UTF-8' });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^Footbridge не запускается.*\n\nЧто поможет: .*\.deb/);
    expect(start({ allows: false, language: 'zh_CN.UTF-8' }).stderr).toContain('沙盒');
    expect(start({ allows: false, language: 'C' }).stderr).toContain('What helps');
  });

  test('nor as root', () => {
    expect(start({ user: 0 })).toMatchObject({ status: 1, stdout: '' });
    expect(start({ user: 0 }).stderr).toContain('not as root');
  });

  test('a person may choose otherwise, in their own words only (E11)', () => {
    const { status, stdout } = start({ allows: false, words: ['--no-sandbox'] });
    expect([status, stdout]).toEqual([0, 'started --no-sandbox\n']);
  });
});
