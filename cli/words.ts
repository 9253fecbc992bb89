import type { EngineEvent } from '../core/contract.ts';
import type { Cause } from '../core/model/verdict.ts';

const MESSENGERS: Readonly<Record<string, string>> = {
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  signal: 'Signal',
};
const PURPOSES: Readonly<Record<string, string>> = {
  chat: 'chats',
  web: 'web version',
  media: 'pictures and files',
  calls: 'calls',
};

/** One sentence a person can read aloud, for each cause. */
const CAUSES: Readonly<Record<Cause, string>> = {
  'dns-tampering': 'your provider hides or falsifies its address',
  'ip-blocked': 'your provider lets nothing through to its servers',
  'sni-blocked': 'your provider cuts the connection when it sees its name',
  'tls-fingerprint': 'your provider cuts connections that look like a web browser',
  frozen: 'your provider stops downloads after the first few kilobytes',
  throttled: 'your provider slows it down until it is useless',
  intercepted: 'somebody on the way pretends to be it and could read along',
  'whitelist-only': 'only a list of permitted sites is reachable here at all',
  'captive-portal': 'this network wants you to log in first (open any web page)',
  shutdown: 'the internet is shut down here: nothing outside answers',
  offline: 'this computer is not connected to any network',
  'clock-wrong': "this computer's clock is wrong, so secure connections fail: set date and time",
  'outage-or-blocked': 'it does not answer: it may be down, or blocked',
  unknown: 'something is wrong, but we cannot tell what',
};

function what(messenger: string, purpose: string): string {
  return `${MESSENGERS[messenger] ?? messenger}, ${PURPOSES[purpose] ?? purpose}`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** Says a transport in words: `system` is going straight. */
function way(transport: string): string {
  return transport === 'system' ? 'directly' : `by ${transport}`;
}

function verdict(event: Extract<EngineEvent, { event: 'verdict' }>): string {
  const name = what(event.messenger, event.purpose);
  const causes = event.findings.map(
    ({ cause, detail }) => CAUSES[cause] + (detail === undefined ? '' : ` (${detail})`),
  );
  switch (event.state) {
    case 'reachable':
      return `✓ ${name}: open`;
    case 'answers':
      return `✓ ${name}: answers; not yet tried with pictures`;
    case 'blocked':
      return `✗ ${name}: blocked — ${causes.join('; ')}`;
    case 'unknown':
      return `? ${name}: ${causes.join('; ') || 'we cannot tell'}`;
  }
}

/** One line for people, or null where an event says nothing to them. */
export function sentence(event: EngineEvent): string | null {
  switch (event.event) {
    case 'trying':
      return `  trying ${what(event.messenger, event.purpose)} ${way(event.transport)} …`;
    case 'network':
      if (event.cause === null) return null;
      return `! ${CAUSES[event.cause]}${event.detail === undefined ? '' : ` (${event.detail})`}`;
    case 'verdict':
      return verdict(event);
    case 'route':
      return `→ ${what(event.messenger, event.purpose)}: works ${way(event.transport)}, proven after ${seconds(event.seconds)}`;
    case 'ready':
      return ready(event);
    case 'moved':
      if (event.to === null)
        return `! ${what(event.messenger, event.purpose)}: the way is gone; looking for another`;
      return `→ ${what(event.messenger, event.purpose)}: now ${way(event.to)}`;
    case 'error':
      return `! ${event.message}${event.transport === undefined ? '' : ` (${event.transport})`}`;
  }
}

function ready(event: Extract<EngineEvent, { event: 'ready' }>): string {
  const missing = event.missing.map(({ messenger, purpose }) => what(messenger, purpose));
  const lines = [
    '',
    event.routes > 0
      ? `Ready after ${seconds(event.seconds)}. Set your app's proxy (SOCKS5 or HTTP) to ${event.proxy}.`
      : `No way was found after ${seconds(event.seconds)}. The local proxy ${event.proxy} stays open and keeps looking.`,
    ...(missing.length > 0 && event.routes > 0 ? [`No way yet for: ${missing.join('; ')}.`] : []),
    'Press Ctrl-C to stop.',
  ];
  return lines.join('\n');
}
