import type { EngineEvent, ShareView } from '../../core/contract.ts';
import type { RivalView } from '../../core/model/rivals.ts';
import { networkAdvice } from './causes.ts';
import { createJournal, type Entry } from './journal.ts';
import { createLaterNews } from './later-news.ts';
import { shareNews } from './phones.ts';
import { readyText } from './ready-text.ts';
import { verdicts } from './summary.ts';
import type { Terminal } from './terminal.ts';
import { trouble } from './trouble.ts';
import { rivalLines, uplinkLines } from './uplink.ts';
import { activity } from './ways.ts';

export interface StoryOptions {
  /** Exact transports, and a line for each attempt. */
  readonly details: boolean;
}

/** Tells people what the engine does: a status line while it searches, a summary, then only what changes. */
export function createStoryteller(terminal: Terminal, { details }: StoryOptions) {
  const journal = createJournal();
  const later = createLaterNews(journal, terminal);
  const troubles = new Map<string, string>();
  let doing = '';
  let toldCause: string | null = null;
  let isReady = false;
  let isKeyAwaited = false;
  let rivals: readonly RivalView[] = [];
  const toldRivals = new Set<string>();

  function event(event: EngineEvent): void {
    if (isReady) later.before(event);
    journal.note(event);
    if (event.event === 'rivals') rivals = event.found;
    if (event.event === 'rivals' || event.event === 'network' || event.event === 'verdict') tellRivals();
    if (event.event === 'uplink') for (const line of uplinkLines(event)) terminal.line(line);
    else if (event.event === 'network') tellNetwork();
    else if (event.event === 'share') tellShare(event.share);
    else if (event.event === 'turned-away') tellTurnedAway(event);
    else if (event.event === 'keys') tellKeys(event.place);
    else if (event.event === 'error') tellTrouble(event);
    else if (event.event === 'ready') {
      for (const line of readyText(event, journal, details)) terminal.line(line);
      later.start(event.proxy);
      isReady = true;
    } else if (isReady) later.after(event);
    else showProgress(event);
  }

  /** Those that may have to do with what is known by now, once each. */
  function tellRivals(): void {
    const verdicts = journal
      .entries()
      .flatMap(({ verdict }) => verdict?.findings.map(({ cause }) => cause) ?? []);
    const cause = journal.cause();
    const lines = rivalLines(rivals, cause === null ? verdicts : [...verdicts, cause]);
    for (const line of lines.filter((one) => !toldRivals.has(one))) {
      toldRivals.add(line);
      terminal.line(line);
    }
  }

  /** Nothing of a key that was only moved. */
  function tellKeys(place: Extract<EngineEvent, { event: 'keys' }>['place']): void {
    if (place === 'waiting')
      terminal.line(
        "Waiting for this computer's keyring, which may ask for its password: your servers are locked with it.",
      );
    else if (place === 'keyring' && isKeyAwaited)
      terminal.line('The keyring is open: your servers are known now.');
    isKeyAwaited = place === 'waiting';
  }

  function showProgress(event: EngineEvent): void {
    if (event.event === 'trying') {
      doing = activity(event);
      if (details) terminal.line(`  ${doing}`);
    }
    if (event.event === 'tor' && event.progress !== null)
      doing = `getting Tor ready (${event.progress.percent} %)`;
    terminal.status(progress());
  }

  function progress(): string {
    const entries = journal.entries();
    const count = (isKnown: (entry: Entry) => boolean) => entries.filter(isKnown).length;
    if (doing === '') return `Measuring … (${count(({ verdict }) => verdict !== null)} known so far)`;
    const found = count(({ way }) => way !== null);
    return `Looking for a way … (${found} of ${entries.length} found): ${doing}`;
  }

  function tellShare(share: ShareView): void {
    const news = shareNews(share);
    if (news !== null) terminal.line(news);
  }

  function tellTurnedAway({ why, count }: Extract<EngineEvent, { event: 'turned-away' }>): void {
    if (details) terminal.line(`  turned away: ${count} (${why})`);
  }

  function tellNetwork(): void {
    const network = journal.network();
    const cause = network?.cause ?? null;
    if (cause === toldCause) return;
    toldCause = cause;
    if (network === null || cause === null) terminal.line('The network answers again.');
    else terminal.line(`! ${networkAdvice({ cause, detail: network.detail })}`);
  }

  /** A server's fault comes again in each round: it is said once, until it is another. */
  function tellTrouble(event: Extract<EngineEvent, { event: 'error' }>): void {
    const line = trouble(event);
    const about = event.transport ?? event.code;
    if (troubles.get(about) !== line) terminal.line(line);
    troubles.set(about, line);
  }

  return {
    event,
    /** The end of `check`: what was measured. */
    measured(): void {
      const entries = journal.entries();
      const network = journal.cause();
      const isWhole = network !== null && entries.every(({ verdict }) => isAll(verdict?.findings, network));
      if (isWhole) return;
      terminal.line('Going straight, without any help:');
      for (const line of verdicts(entries, { network, details })) terminal.line(line);
      const isBlocked = entries.some(({ verdict }) => verdict?.state === 'blocked');
      terminal.line(
        isBlocked
          ? 'To find a way round: footbridge connect'
          : 'Nothing that Footbridge knows of is blocked here.',
      );
    },
  };
}

function isAll(findings: readonly { cause: string }[] | undefined, cause: string): boolean {
  return findings?.[0]?.cause === cause;
}
