import type { EngineEvent } from '../../core/contract.ts';
import { clean } from './clean.ts';

type Trouble = Extract<EngineEvent, { event: 'error' }>;

/** What is the matter with a server the person added. */
const SERVER_FAULTS: Readonly<Record<string, string>> = {
  x_proxy_refused: 'refuses connections',
  x_proxy_unreachable: 'cannot be reached',
  x_proxy_bad_credentials: 'does not accept the user name or password',
  x_proxy_changed_identity: 'is not the one it was when it was added, or somebody pretends to be it',
  x_proxy_not_a_proxy: 'is no proxy',
  x_proxy_forbidden_target: 'does not let us go there',
  x_proxy_far_end_failed: 'could not reach the messenger',
  x_proxy_timed_out: 'did not answer in time',
  x_proxy_engine_missing: 'needs a program that is not on this computer',
  x_proxy_engine_failed: 'needs a program that did not come up, or ended',
};

/** Nothing that was said of it can be undone: the person is to ask first. */
const CHANGED = ' Nothing was told to it. Ask its owner, and only then see "footbridge trust".';

const NO_TOR =
  ' Tor itself seems to be blocked here. Add bridge lines: bridges.torproject.org has some, and so does an e-mail to bridges@torproject.org.';

/** A file's path stands in some messages. Characters. */
const MAX_MESSAGE = 400;

/** One line about something that is wrong, or worth knowing. */
export function trouble({ code, message, transport }: Trouble): string {
  if (transport !== undefined) {
    const isShut = transport.startsWith('tor://') && code === 'x_proxy_unreachable';
    const next = code === 'x_proxy_changed_identity' ? CHANGED : isShut ? NO_TOR : '';
    return `! Your server ${clean(transport)} ${SERVER_FAULTS[code] ?? 'cannot be used'}.${next}`;
  }
  const text = clean(message, MAX_MESSAGE);
  if (code === 'extra-certificates') return `Note: ${text}`;
  return code === 'internal' ? `! Something unexpected went wrong inside Footbridge: ${text}` : `! ${text}`;
}
