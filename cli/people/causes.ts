import type { Cause } from '../../core/model/verdict.ts';
import { clean } from './clean.ts';

/** Why one thing does not work, as the end of a sentence a person can read aloud. */
const REASONS: Readonly<Record<Cause, string>> = {
  'dns-tampering': 'your provider hides or falsifies its address',
  'ip-blocked': 'your provider lets nothing through to its servers',
  'sni-blocked': 'your provider cuts the connection when it sees its name',
  'tls-fingerprint': 'your provider cuts connections that look like a web browser',
  frozen: 'your provider stops downloads after the first few kilobytes',
  throttled: 'your provider slows it down until it is useless',
  intercepted: 'somebody on the way pretends to be it and could read along',
  'whitelist-only': 'only permitted sites can be reached here',
  'captive-portal': 'this network wants you to log in first',
  shutdown: 'nothing outside this network answers',
  offline: 'this computer is not connected',
  'clock-wrong': "this computer's clock is wrong",
  'outage-or-blocked': 'it does not answer: it may be down, or blocked',
  unknown: 'we cannot tell why',
};

/** What is wrong with the whole network, and what to do about it. */
const ADVICE: Readonly<Partial<Record<Cause, string>>> = {
  offline: 'This computer is not connected to any network. Turn on Wi-Fi or plug in the cable.',
  'captive-portal':
    'This network wants you to log in first. Open any web page in your browser and log in there.',
  shutdown:
    'Nothing outside answers. Either your router lost its connection (restart it), or the internet is shut\n' +
    '  down here. No program gets through a shutdown; on phones nearby, Briar and Bitchat work without internet.',
  'whitelist-only':
    'Only a list of permitted sites can be reached here. A way out needs a server that is itself permitted:\n' +
    '  ask people you trust. On phones nearby, Briar and Bitchat work without internet.',
  'clock-wrong': "This computer's clock is wrong, so secure connections fail. Set date and time.",
  intercepted:
    'Something opens all secure connections here and could read along: an antivirus program on this\n' +
    '  computer, a company, or your provider. Footbridge never goes through it.',
};

/** No server of a person's helps against these. */
const BEYOND_SERVERS: ReadonlySet<Cause> = new Set(['offline', 'captive-portal', 'shutdown', 'clock-wrong']);

export interface Finding {
  readonly cause: Cause;
  readonly detail?: string | undefined;
}

/** An issuer's own words are the only detail that tells people something; the rest is for experts. */
function issuer(detail: string | undefined): string {
  const name = clean(detail?.replace(/^this-computer: /, '') ?? '');
  return name === '' ? '' : ` (it calls itself “${name}”)`;
}

/** Why one thing does not work, as the end of a sentence; safe to print, whoever wrote the detail. */
export function reason({ cause, detail }: Finding): string {
  if (cause !== 'intercepted') return REASONS[cause];
  const isEverywhere = detail?.startsWith('this-computer: ') ?? false;
  const who = isEverywhere
    ? 'a program on this computer, or its owner, opens all secure connections'
    : REASONS.intercepted;
  return who + issuer(detail);
}

/** One sentence for a network as a whole, ending with what to do. */
export function networkAdvice({ cause, detail }: Finding): string {
  const advice = ADVICE[cause] ?? `Here ${REASONS[cause]}.`;
  const name = issuer(detail);
  if (cause === 'intercepted') return advice.replace(':', () => `${name}:`);
  const off = cause === 'clock-wrong' && detail !== undefined ? clean(detail) : '';
  return off === '' ? advice : advice.replace('is wrong', () => `is ${off}`);
}

/** Whether to advise no server, because none would help against the cause; false where there is no cause. */
export function isBeyondServers(cause: Cause | null): boolean {
  return cause !== null && BEYOND_SERVERS.has(cause);
}
