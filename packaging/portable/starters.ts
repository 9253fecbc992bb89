import { desktopFile } from './desktop-file.ts';
import type { Entry } from './entry.ts';
import type { Target } from './targets.ts';

const NO_PROGRAMS =
  'This place does not let programs start. Copy the whole folder to your home folder and start it there.';
const NOT_UNPACKED =
  'Unpack the whole archive first (right-click, Extract all), then start it in the folder.';

/** The files people double-click: one starts Footbridge, one takes it out of this computer's settings. */
export function starters({ system }: Target): readonly Entry[] {
  switch (system) {
    case 'windows':
      return [
        program('Footbridge.cmd', batch('%*', 'if errorlevel 1 if "%~1"=="" pause')),
        program('Restore my internet.cmd', batch('leave', 'pause')),
      ];
    case 'mac':
      return [
        program('Footbridge.command', script('"$@"')),
        program('Restore my internet.command', script('leave')),
      ];
    case 'linux':
      return [
        program('footbridge.sh', script('"$@"')),
        program('Footbridge.desktop', desktopFile('Footbridge', '')),
        program('Restore my internet.desktop', desktopFile('Restore my internet', 'leave')),
      ];
  }
}

const program = (path: string, text: string): Entry => ({ path, content: Buffer.from(text), runs: true });

/** For sh of any make: dash, zsh as sh, an old bash, busybox. */
function script(words: string): string {
  return `#!/bin/sh
# Starts Footbridge from the folder this file lies in. Without words the page in your browser; --help tells the rest.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
if [ ! -x "$here/program/node" ]; then
  echo '${NO_PROGRAMS}' >&2
  exit 1
fi
exec "$here/program/node" "$here/program/start.cjs" ${words}
`;
}

/**
 * For cmd.exe, which reads it byte by byte: ASCII alone, CRLF, no names of ours in a block. Delayed expansion would eat
 * exclamation marks in the folder's name.
 */
function batch(words: string, afterwards: string): string {
  return `@echo off
setlocal DisableDelayedExpansion
rem Starts Footbridge from the folder this file lies in. Without words the page in your browser; --help tells the rest.
if not exist "%~dp0program\\node.exe" goto packed
"%~dp0program\\node.exe" "%~dp0program\\start.cjs" ${words}
${afterwards}
exit /b
:packed
echo ${NOT_UNPACKED}
pause
exit /b 1
`.replaceAll('\n', '\r\n');
}
