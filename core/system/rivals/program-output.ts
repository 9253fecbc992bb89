/** What programs of the system print, in whatever language that is: names alone are read. */

/** Longer ones are no program's. */
const LONGEST = 256;

/** `tasklist /fo csv /nh`: the first field of each line. */
export function namesOfTasks(output: string): ReadonlySet<string> {
  return names(output.split(/\r?\n/).map((line) => /^"([^"]+)"/.exec(line)?.[1] ?? ''));
}

/** `sc query`: `SERVICE_NAME: WinDivert`, whatever Windows calls that field in its own language; details are indented. */
export function namesOfServices(output: string): ReadonlySet<string> {
  return names(output.split(/\r?\n/).map((line) => /^[^\s:][^:]*:\s*(\S.*)$/.exec(line)?.[1] ?? ''));
}

/** A path or a name a line, as `ps -o comm=` and Linux have them. */
export function namesOfCommands(output: string): ReadonlySet<string> {
  return names(output.split('\n').map((line) => line.trim().split('/').at(-1) ?? ''));
}

function names(found: readonly string[]): ReadonlySet<string> {
  const plain = found
    .filter(({ length }) => length > 0 && length <= LONGEST)
    .map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/\.exe$/, ''),
    );
  return new Set(plain.filter((name) => name !== ''));
}
