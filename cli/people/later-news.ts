import type { EngineEvent } from '../../core/contract.ts';
import type { Entry, Journal } from './journal.ts';
import { messengerName, subjectName } from './names.ts';
import { nextStep } from './next-steps.ts';
import { why } from './summary.ts';
import type { Terminal } from './terminal.ts';
import { way } from './ways.ts';

/** After the summary: tells what is other than it was, and nothing that was said. */
export function createLaterNews(journal: Journal, terminal: Terminal) {
  const said = new Set<string>();
  let proxy = '';
  let before: Entry | null = null;

  /** A reason is told once per messenger: it seldom differs between chats and pictures. */
  function isNew(entry: Entry): boolean {
    const key = `${entry.messenger} ${why(entry, { network: journal.cause() })}`;
    const isKnown = said.has(key);
    said.add(key);
    return !isKnown;
  }

  function tellWay(entry: Entry, old: Entry | null): void {
    if (entry.way === null) {
      if (old?.way) terminal.line(`! ${subjectName(entry)}: the way is gone; looking for another.`);
      return;
    }
    if (entry.way.transport === old?.way?.transport) return;
    const isBack = !old?.way;
    terminal.line(`✓ ${subjectName(entry)}: ${isBack ? 'works now' : 'now'} ${way(entry.way.transport)}.`);
    const step = isBack ? nextStep(proxy, entry.messenger, entry.purpose) : undefined;
    if (step !== undefined) terminal.line(step);
  }

  function tellVerdict(entry: Entry): void {
    const text = why(entry, { network: journal.cause() });
    if (text === '' || !isNew(entry)) return;
    const name = messengerName(entry.messenger);
    terminal.line(
      entry.way === null ? `✗ ${subjectName(entry)}: ${text}.` : `Why the detour for ${name}: ${text}.`,
    );
  }

  return {
    /** The summary was told: what stood in it is not said again. */
    start(localProxy: string): void {
      proxy = localProxy;
      for (const entry of journal.entries()) isNew(entry);
    },
    /** Call before the journal notes an event, … */
    before(event: EngineEvent): void {
      before = 'purpose' in event ? journal.get(event) : null;
    },
    /** … and after it. */
    after(event: EngineEvent): void {
      if (event.event === 'route' || event.event === 'moved') tellWay(journal.get(event), before);
      if (event.event === 'verdict') tellVerdict(journal.get(event));
    },
  };
}
