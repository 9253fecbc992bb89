import { clean } from './people/clean.ts';

const FOLDER_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'no permission. Was it once started with sudo?',
  EPERM: 'no permission. Was it once started with sudo?',
  EROFS: 'it cannot be written to.',
  ENOSPC: 'the disk is full.',
  EDQUOT: 'the disk is full.',
  ENOTDIR: 'something that is no folder has that name.',
  EEXIST: 'something that is no folder has that name.',
};

/** What ended a command unexpectedly, in words; `home` is the folder Footbridge keeps things in. */
export function failureSentence(error: unknown, home: string): string {
  if (!(error instanceof Error)) return `Something unexpected went wrong: ${clean(String(error), 400)}`;
  const code = 'code' in error ? String(error.code) : '';
  const path = 'path' in error ? String(error.path) : '';
  if (path !== '' && (path.startsWith(home) || home.startsWith(path))) {
    const problem = FOLDER_PROBLEMS[code];
    if (problem !== undefined) return `Footbridge cannot use the folder ${clean(home, 400)}: ${problem}`;
  }
  const syscall = 'syscall' in error ? error.syscall : '';
  if (syscall === 'listen' && code === 'EADDRINUSE')
    return 'Another program uses that port already: choose another with --port.';
  if (syscall === 'listen' && code === 'EACCES')
    return 'That port may not be used without more rights: choose one above 1023.';
  return `Something unexpected went wrong: ${clean(error.message, 400)}`;
}
