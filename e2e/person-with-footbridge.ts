import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeLoopbackResources } from '../core/testing/loopback-resources.ts';
import { refusedPort } from '../core/testing/ports.ts';
import { footprints } from './footprints.ts';
import { removeFolder } from './remove-folder.ts';
import { startWebShell, type WebShellProcess } from './web-shell-process.ts';

const dist = join(import.meta.dirname, '..', 'dist');

/** Keeps what it is given as files, so that they are seen: what it is given is on its standard input, its name comes last. */
const KEYRING = (folder: string) => `#!/bin/sh
for name; do :; done
case $1 in
store) cat > '${folder}'/"$name" ;;
lookup) cat '${folder}'/"$name" ;;
clear) rm -f '${folder}'/"$name" ;;
esac
`;

function put(path: string, text = 'x', mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
}

/** A person's whole computer in a folder: home, temporary files, keyring, and Footbridge's program, whose resources know loopback alone. */
export async function createPerson() {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-person-'));
  const [computer, program, tools] = [
    join(folder, 'computer'),
    join(folder, 'program'),
    join(folder, 'tools'),
  ];
  const [own, temporary, keyring] = [
    join(computer, 'mina'),
    join(computer, 'tmp'),
    join(computer, 'keyring'),
  ];
  const config = join(own, '.config');
  const home = join(config, 'footbridge');
  for (const path of [temporary, keyring, join(computer, 'run')]) mkdirSync(path, { recursive: true });
  put(join(own, 'Photos', 'cat.jpg'));
  put(join(config, 'autostart', 'other.desktop'));
  put(join(tools, 'secret-tool'), KEYRING(keyring), 0o755);
  for (const name of ['footbridge.cjs', 'web.cjs', 'web-engine.cjs', 'renderer'])
    cpSync(join(dist, name), join(program, 'dist', name), { recursive: true });
  mkdirSync(join(program, 'resources'));
  const { port } = await refusedPort();
  writeLoopbackResources(join(program, 'resources'), [{ messenger: 'shut', purpose: 'chat', port }]);
  const env = {
    PATH: `${tools}:${process.env.PATH}`,
    HOME: own,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: join(own, '.local', 'share'),
    XDG_STATE_HOME: join(own, '.local', 'state'),
    XDG_CACHE_HOME: join(own, '.cache'),
    XDG_RUNTIME_DIR: join(computer, 'run'),
    TMPDIR: temporary,
    // The keyring is asked where there is a session.
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'no-bus')}`,
    FOOTBRIDGE_KEYRING: '',
    FOOTBRIDGE_HOME: home,
    NODE_EXTRA_CA_CERTS: '',
  };
  let shell: WebShellProcess | undefined;
  const children: ChildProcess[] = [];
  const run = (...words: readonly string[]) => {
    const child = spawn(process.execPath, [join(program, 'dist', 'footbridge.cjs'), ...words], {
      ...{ env, stdio: 'ignore' },
    });
    children.push(child);
    const ended = once(child, 'exit').then(([code]: unknown[]) => code);
    return { pid: child.pid, ended };
  };
  return {
    home,
    config,
    /** A server on this computer that nobody runs. */
    link: `socks5://anna:geheim@127.0.0.1:${port}`,
    footprints: () => footprints(computer),
    keys: () => readdirSync(keyring),
    /** Runs the command line. */
    run,
    async openPage(): Promise<WebShellProcess> {
      put(
        join(home, 'settings.json'),
        JSON.stringify({ version: 1, welcomed: true, language: 'en', messengers: ['shut'] }),
      );
      shell = await startWebShell({ env, home, program: join(program, 'dist', 'web.cjs') });
      return shell;
    },
    /** Has no engine start any more. */
    breakProgram: () => put(join(program, 'resources', 'controls.json'), '{"cut sho'),
    /** What earlier days left: of Tor, of handing over, of messengers' windows, of another shell, of a start that broke off. */
    leaveTraces() {
      for (const path of ['tor/cached-microdescs', 'hand-over/app.apk', 'windows/whatsapp/Cookies'])
        put(join(home, path));
      put(join(home, 'window', 'Partitions', 'messenger-signal', 'Cookies'));
      for (const name of [
        'settings.json.unreadable-1',
        'history.jsonl',
        'known-hosts.json',
        'terminal-1.json',
      ])
        put(join(home, name), '{"cut sho');
      for (const id of ['footbridge', 'footbridge-connect']) put(join(config, 'autostart', `${id}.desktop`));
    },
    async dispose() {
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
      await shell?.dispose();
      await removeFolder(folder);
    },
  };
}
