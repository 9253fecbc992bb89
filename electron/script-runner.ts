import type { ProxyConfig, Session } from 'electron';

/** Where a script is found by asking the network itself. */
const AUTO_DETECT = 'http://wpad/wpad.dat';

function configOf(script: string): ProxyConfig {
  return script === AUTO_DETECT ? { mode: 'auto_detect' } : { mode: 'pac_script', pacScript: script };
}

/**
 * Runs a network's own proxy script in Chromium's sandbox, in a session that is asked and never loads anything. Not in the
 * system's settings: those may hold our own script by now.
 */
export function createScriptRunner(open: () => Pick<Session, 'setProxy' | 'resolveProxy'>) {
  let current: string | null = null;
  /** One after the other: a question must not be answered by another's script. */
  let last: Promise<unknown> = Promise.resolve();

  async function ask(script: string, url: string): Promise<string | null> {
    const session = open();
    if (script !== current) {
      current = null;
      await session.setProxy(configOf(script));
      current = script;
    }
    return session.resolveProxy(url);
  }

  /** What the script answers for a URL. Rejects where Chromium takes no such script. */
  return (script: string, url: string): Promise<string | null> => {
    const answer = last.then(() => ask(script, url));
    last = answer.catch(() => undefined);
    return answer;
  };
}
