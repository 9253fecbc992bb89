import { parseQuery } from '../proxy/windows/registry.ts';
import { readRegistryKey } from '../registry.ts';
import type { Run } from '../run.ts';
import { type LoginEntries, WINDOW_ENTRY } from './entry.ts';

const RUN_KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';

/** Where Windows notes what the person has turned off in that list: an odd first byte. */
const APPROVED_KEY = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run';

export interface RunKeyOptions {
  readonly run: Run;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The user's Run key: Windows lists it under Startup apps. */
export function createRunKey({ run, env }: RunKeyOptions): LoginEntries {
  const reg = (args: readonly string[], signal: AbortSignal) => run('reg', args, { signal, env });
  // The window's own entry is Electron's, which names it by the AppUserModelId.
  const nameOf = (id: string) => (id === WINDOW_ENTRY ? id : `Footbridge ${id}`);
  const isListed = async (id: string, signal: AbortSignal) =>
    parseQuery(await reg(['query', RUN_KEY], signal)).has(nameOf(id));
  return {
    async has(id, signal) {
      if (!(await isListed(id, signal))) return false;
      const approved = (await readRegistryKey(APPROVED_KEY, { run, env }, signal)).get(nameOf(id));
      return approved?.type !== 'REG_BINARY' || Number.parseInt(approved.text.slice(0, 2), 16) % 2 === 0;
    },
    async add({ id, command }, signal) {
      const line = command.map(quoteArgument).join(' ');
      await reg(['add', RUN_KEY, '/v', nameOf(id), '/t', 'REG_SZ', '/d', line, '/f'], signal);
    },
    async remove(id, signal) {
      if (await isListed(id, signal)) await reg(['delete', RUN_KEY, '/v', nameOf(id), '/f'], signal);
    },
  };
}

/** Quotes as CommandLineToArgvW takes them apart: backslashes count only before a quote. */
export function quoteArgument(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}
