import type { EngineEvent } from '../../core/contract.ts';
import type { Cause } from '../../core/model/verdict.ts';
import { isBeyondServers } from './causes.ts';
import type { Journal } from './journal.ts';
import { messengerName } from './names.ts';
import { mtprotoStep, nextSteps } from './next-steps.ts';
import { inSeconds, waysFound, why } from './summary.ts';

type Ready = Extract<EngineEvent, { event: 'ready' }>;

/** What was found, what to do now, and how to stop. */
export function readyText(event: Ready, journal: Journal, details: boolean): string[] {
  return [
    ...(event.routes > 0 ? found(event, journal, details) : nothing(event, journal, details)),
    'Press Ctrl-C to stop.',
  ];
}

function found({ seconds, proxy, missing, mtproto }: Ready, journal: Journal, details: boolean): string[] {
  const entries = journal.entries();
  const options = { network: journal.cause(), details };
  const steps = nextSteps(proxy, (messenger, purpose) => journal.get({ messenger, purpose }).way !== null);
  return [
    `Ready after ${inSeconds(seconds)}.`,
    '',
    ...waysFound(entries, options),
    ...detours(journal),
    ...(missing.length > 0 ? serverHint(journal.cause()) : []),
    '',
    'What to do now:',
    ...steps,
    ...(mtproto === undefined ? [] : [mtprotoStep(mtproto)]),
    `  Any other program: proxy 127.0.0.1, port ${portOf(proxy)} (SOCKS5 or HTTP). Calls do not go through it yet.`,
    '',
  ];
}

function serverHint(network: Cause | null): string[] {
  if (isBeyondServers(network)) return [];
  return ['Were you given a server? Stop with Ctrl-C, run "footbridge add", start again.'];
}

function nothing({ seconds, proxy }: Ready, journal: Journal, details: boolean): string[] {
  const network = journal.cause();
  const isSaid = journal.entries().every((entry) => why(entry, { network }) === '');
  const table =
    network !== null && isSaid ? [] : ['', ...waysFound(journal.entries(), { network, details }), ''];
  const outcome = isBeyondServers(network)
    ? 'Until then no messenger can be reached.'
    : `No way was found in ${inSeconds(seconds)}.`;
  return [
    `${outcome} Footbridge keeps looking; its proxy ${proxy} stays open.`,
    ...table,
    ...serverHint(network),
  ];
}

/** Why a detour is taken, once for all messengers with the same reason. */
function detours(journal: Journal): string[] {
  const names = new Map<string, Set<string>>();
  for (const entry of journal.entries()) {
    const text = entry.way === null ? '' : why(entry, { network: journal.cause() });
    if (text === '') continue;
    names.set(text, (names.get(text) ?? new Set()).add(messengerName(entry.messenger)));
  }
  return [...names].map(([text, who]) => `Why the detour for ${[...who].join(', ')}: ${text}.`);
}

function portOf(proxy: string): string {
  return proxy.slice(proxy.lastIndexOf(':') + 1);
}
