import { homedir } from 'node:os';
import { loginEntries } from '../system/login/entries.ts';
import { runProgram } from '../system/run.ts';

/** Milliseconds that the system's list may take. */
const LIST_MS = 10_000;
/** What the page in a browser and `connect` are called there. */
const STARTED_AT_LOGIN = ['footbridge-page', 'footbridge-connect'];

/** What is needed of the system's list. */
type Entries = Pick<ReturnType<typeof loginEntries>, 'remove'>;

/** Takes what the system starts at login for us out of its list, so that nothing is looked for once we are gone. Rejects where it cannot be written. */
export async function leaveLogin(entries: Entries = entriesHere()): Promise<void> {
  const limit = AbortSignal.timeout(LIST_MS);
  for (const id of STARTED_AT_LOGIN) await entries.remove(id, limit);
}

function entriesHere(): Entries {
  const { env, platform } = process;
  return loginEntries({ run: runProgram, env, platform, homedir: homedir() });
}
