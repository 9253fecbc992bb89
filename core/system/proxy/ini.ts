/** Where a group's header stands, and the line behind its last entry; undefined where there is no such group. */
function findGroup(lines: readonly string[], group: string): { start: number; end: number } | undefined {
  const start = lines.findIndex((line) => line.trim() === `[${group}]`);
  if (start < 0) return undefined;
  const next = lines.findIndex((line, index) => index > start && line.trimStart().startsWith('['));
  let end = next < 0 ? lines.length : next;
  while (end > start + 1 && lines[end - 1]?.trim() === '') end -= 1;
  return { start, end };
}

const keyOf = (line: string) => /^\s*([^=#;]+?)\s*=/.exec(line)?.[1];
const textOf = (line: string) => line.slice(line.indexOf('=') + 1).trim();

/** Whether a group has a header. */
export function hasGroup(text: string, group: string): boolean {
  return findGroup(text.split('\n'), group) !== undefined;
}

/** A key's value as it is written; null where it is not there. Of several the last counts. */
export function getKey(text: string, group: string, key: string): string | null {
  const lines = text.split('\n');
  const found = findGroup(lines, group);
  const line = found && lines.slice(found.start + 1, found.end).findLast((one) => keyOf(one) === key);
  return line === undefined ? null : textOf(line);
}

/** Sets a key, or takes it away (null); every other byte stays. The group must be there. */
export function setKey(text: string, group: string, key: string, value: string | null): string {
  const lines = text.split('\n');
  const found = findGroup(lines, group);
  if (found === undefined) return text;
  const at = lines.findLastIndex(
    (line, index) => index > found.start && index < found.end && keyOf(line) === key,
  );
  if (value === null) return at < 0 ? text : lines.toSpliced(at, 1).join('\n');
  const line = `${key}=${value}`;
  return (at < 0 ? lines.toSpliced(found.end, 0, line) : lines.with(at, line)).join('\n');
}

/** Adds an empty group at the end. */
export function addGroup(text: string, group: string): string {
  if (hasGroup(text, group)) return text;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}[${group}]\n`;
}

/** Takes an empty group away that stands at the end; one with entries stays. */
export function removeGroup(text: string, group: string): string {
  return text.endsWith(`[${group}]\n`) ? text.slice(0, -`[${group}]\n`.length) : text;
}
