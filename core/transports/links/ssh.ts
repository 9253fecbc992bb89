import { readQuery } from '../carriage-options.ts';
import { readUserInfo } from '../proxy-credentials.ts';
import { createProxy, splitHostPort } from '../proxy-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';
import { REMARKS, splitLink } from './parts.ts';

const OPTIONS: ReadonlySet<string> = new Set(['key', 'passphrase', 'agent']);
const PORT = '22';

/**
 * Reads what follows `ssh://`: `user:password@host:port#name`, the password or a key in the query, `key` being a key file
 * or what stands between its two lines, in base64, `passphrase` what opens it; or `agent=1`, the person's own agent.
 */
export function parseSshLink(rest: string): LinkResult {
  const { userInfo = '', hostPort, query: pairs } = splitLink(rest);
  const query = readQuery(pairs);
  const credentials = readUserInfo(userInfo);
  if (query === undefined || credentials === undefined) return refuse({ code: 'bad-encoding' });
  const said = new Map([...query].filter(([name]) => !REMARKS.includes(name)));
  if (![...said.keys()].every((name) => OPTIONS.has(name))) return refuse({ code: 'unsupported-option' });
  const { host, port } = splitHostPort(hostPort);
  const proxy = createProxy('ssh', host, port ?? PORT, credentials, said);
  return port === undefined ? accept(proxy, 'port-22') : accept(proxy);
}
