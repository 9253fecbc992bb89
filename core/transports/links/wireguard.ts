import { createEngineElement } from '../engine-element.ts';
import { splitHostPort } from '../proxy-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';

/** Of the person's own computer, and of no meaning here; what would be run is not even read. */
const IGNORED: ReadonlySet<string> = new Set([
  ...['interface.listenport', 'interface.table', 'interface.saveconfig', 'interface.fwmark'],
  ...['interface.preup', 'interface.postup', 'interface.predown', 'interface.postdown', 'peer.allowedips'],
]);
const NAMES: Readonly<Record<string, string>> = {
  'interface.address': 'address',
  'interface.mtu': 'mtu',
  'interface.dns': 'dns',
  'peer.publickey': 'publickey',
  'peer.presharedkey': 'presharedkey',
  'peer.persistentkeepalive': 'keepalive',
  'peer.reserved': 'reserved',
};

/** AmneziaWG's own words; who expects them is not reached by plain WireGuard, or is kept from being. */
const AMNEZIA = /^interface\.(?:jc|jmin|jmax|s[1-4]|h[1-4]|[ij]\d|itime)$/;

/** Whether what was pasted is a file of wg-quick(8). */
export function looksLikeWireguard(lines: readonly string[]): boolean {
  return lines.some((line) => /^\[interface\]$/i.test(line));
}

/** Reads the file of one tunnel, with one peer. AmneziaWG's are refused by their kind; what is no line of a file is not. */
export function parseWireguardFile(lines: readonly string[]): LinkResult {
  const said = new Map<string, string>();
  let section = '';
  for (const line of lines) {
    const text = line.replace(/[#;].*$/, '').trim();
    const opened = /^\[(\w+)\]$/.exec(text)?.[1]?.toLowerCase();
    if (opened !== undefined) {
      if (opened === 'peer' && section === 'peer') return refuse({ code: 'unsupported-option' });
      section = opened;
      continue;
    }
    const [, name = '', value = ''] = /^(\w+)\s*=\s*(.*)$/.exec(text) ?? [];
    const known = `${section}.${name.toLowerCase()}`;
    if (name === '' || section === '' || IGNORED.has(known)) continue;
    const before = said.get(known);
    // An address may stand on a line of its own.
    said.set(known, before === undefined ? value : `${before},${value}`);
  }
  const options = new Map<string, string>();
  for (const [known, value] of said) {
    if (known === 'interface.privatekey' || known === 'peer.endpoint') continue;
    if (AMNEZIA.test(known)) return refuse({ code: 'unsupported-scheme', scheme: 'awg' });
    const name = Object.hasOwn(NAMES, known) ? NAMES[known] : undefined;
    if (name === undefined) return refuse({ code: 'unsupported-option' });
    if (!(name === 'keepalive' && ['0', 'off'].includes(value))) options.set(name, value);
  }
  return accept(
    createEngineElement('wireguard', {
      ...splitHostPort(said.get('peer.endpoint') ?? ''),
      username: said.get('interface.privatekey') ?? '',
      password: '',
      options,
    }),
  );
}
