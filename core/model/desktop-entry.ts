/** What a desktop shows and starts. */
export interface DesktopEntry {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The name of an icon that the system knows. */
  readonly icon?: string;
}

/** The text of a .desktop file that is started at login (Desktop Entry Specification 1.5, Desktop Application Autostart 0.5). */
export function autostartEntry({ name, command, icon }: DesktopEntry): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name.replace(/[\r\n]/g, ' ')}`,
    `Exec=${command.map(quoteExecArgument).join(' ')}`,
    ...(icon === undefined ? [] : [`Icon=${icon}`]),
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether an autostart file still starts something: desktops switch one off by writing into it. */
export function isAutostartOn(text: string): boolean {
  return !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text);
}

/** Quotes for Exec: inside the quotes four characters are escaped, and those escapes once more as a string; % is doubled. */
function quoteExecArgument(argument: string): string {
  const escaped = argument
    .replace(/["`$\\]/g, '\\$&')
    .replace(/\\/g, '\\\\')
    .replace(/%/g, '%%');
  return `"${escaped}"`;
}

/** Escapes of a value of type string. */
const STRING_ESCAPES: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
const MOST_WORDS = 64;

/** The words of an Exec line, field codes as they are; null where its quotes do not close, or there are no words. */
export function readExec(exec: string): readonly string[] | null {
  const text = exec.replace(/\\(.)/g, (whole, letter: string) => STRING_ESCAPES[letter] ?? whole);
  const words: string[] = [];
  const word = /\s*(?:"((?:\\[\s\S]|[^"\\])*)"|((?:\\[\s\S]|[^\s"\\])+))(?=\s|$)|\s+$/y;
  while (word.lastIndex < text.length && words.length < MOST_WORDS) {
    const found = word.exec(text);
    if (found === null) return null;
    const [, quoted, bare] = found;
    if (quoted !== undefined || bare !== undefined)
      words.push((quoted ?? bare ?? '').replace(/\\([\s\S])/g, '$1'));
  }
  return words.length === 0 ? null : words;
}

/**
 * An Exec line's words as they are run, with a link in the place of its field code for links or, where it has none, behind
 * `before` at the end; without a link the codes are left out.
 */
export function fillExec(
  words: readonly string[],
  link: string | null,
  before: readonly string[] = [],
): readonly string[] {
  const takesLink = link !== null && words.some((word) => /^%[uU]$/.test(word));
  const filled = words.flatMap((word) => {
    if (/^%[uU]$/.test(word)) return link === null ? [] : [link];
    if (/^%[fFickdDnNvm]$/.test(word)) return [];
    return [word.replace(/%(.)/g, (_, code: string) => (code === '%' ? '%' : ''))];
  });
  return takesLink || link === null ? filled : [...filled, ...before, link];
}
