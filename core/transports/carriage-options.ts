import type { Carriage } from '../net/carriage/carriage.ts';
import { readPins } from '../net/certificate-pin.ts';
import { readHost } from './host.ts';

/** Longer is no path of a web socket. Characters. */
const MAX_PATH = 1024;
const PATH = /^\/[\x21-\x7e]*$/;

/** What a link's query may say about the carriage, by the names most programs use. */
export interface CarriageQuery {
  readonly sni?: string | undefined;
  /** `tcp` or `ws`. */
  readonly type?: string | undefined;
  readonly path?: string | undefined;
  readonly host?: string | undefined;
  /** Fingerprints of the server's certificate, as `readPins` reads them. */
  readonly pin?: string | undefined;
  /** The name that the certificate must be for, where that is not `sni` (Xray's `verifyPeerCertByName`). */
  readonly vcn?: string | undefined;
}

/** Reads what is said of the carriage; undefined where it asks for something that does not exist. */
export function readCarriage({
  sni,
  type = 'tcp',
  path,
  host,
  pin,
  vcn,
}: CarriageQuery): Carriage | undefined {
  const serverName = optionalHost(sni);
  if (serverName === null || (type !== 'ws' && type !== 'tcp')) return undefined;
  const pins = pin === undefined ? undefined : readPins(pin);
  const certificateName = optionalHost(vcn);
  if (certificateName === null || (pin !== undefined && pins === undefined)) return undefined;
  const name = {
    ...(serverName === undefined ? {} : { serverName }),
    ...(certificateName === undefined ? {} : { certificateName }),
    ...(pins === undefined ? {} : { pins }),
  };
  if (type === 'tcp') return path === undefined && host === undefined ? name : undefined;
  const webHost = optionalHost(host);
  const webPath = path ?? '/';
  if (webHost === null || webPath.length > MAX_PATH || !PATH.test(webPath)) return undefined;
  return { ...name, webSocket: { path: webPath, ...(webHost === undefined ? {} : { host: webHost }) } };
}

/** `?sni=…&type=ws&path=…&host=…&pin=…&vcn=…`: the one text `readCarriage` reads back; empty where nothing is said. */
export function printCarriage({ serverName, certificateName, webSocket, pins }: Carriage): string {
  const pairs = [
    ...(serverName === undefined ? [] : [['sni', serverName]]),
    ...(webSocket === undefined
      ? []
      : [
          ['type', 'ws'],
          ['path', webSocket.path],
          ...(webSocket.host === undefined ? [] : [['host', webSocket.host]]),
        ]),
    ...(pins === undefined ? [] : [['pin', pins.join(',')]]),
    ...(certificateName === undefined ? [] : [['vcn', certificateName]]),
  ];
  if (pairs.length === 0) return '';
  return `?${pairs.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

/** Splits a query into its pairs; undefined where the encoding is broken or a name comes twice. */
export function readQuery(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = new Map<string, string>();
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
    if (pairs.has(name.toLowerCase())) return undefined;
    try {
      pairs.set(name.toLowerCase(), decodeURIComponent(value));
    } catch {
      return undefined;
    }
  }
  return pairs;
}

/** undefined: nothing was said; null: what was said is no name. */
function optionalHost(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined;
  return readHost(text) ?? null;
}
