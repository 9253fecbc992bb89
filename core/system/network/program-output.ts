import { isIPv4 } from 'node:net';

const ipv4OrNull = (text: string | undefined) => (text !== undefined && isIPv4(text) ? text : null);

/** Default routes as macOS' `netstat -rn -f inet` lists them, the preferred of each device. */
export function macGateways(text: string): readonly { device: string; address: string | null }[] {
  const found = new Map<string, string | null>();
  for (const [, gateway, device = ''] of text.matchAll(/^default[ \t]+(\S+)[ \t]+\S+[ \t]+(\S+)/gm))
    if (!found.has(device)) found.set(device, ipv4OrNull(gateway));
  return [...found].map(([device, address]) => ({ device, address }));
}

/** Default routes as Windows' `route print` lists them, by the address of ours that each leaves from; headings are translated, rows are not. */
export function windowsGateways(text: string): readonly { own: string; address: string | null }[] {
  const rows = text.matchAll(
    /^[ \t]*0\.0\.0\.0[ \t]+0\.0\.0\.0[ \t]+(.+?)[ \t]+([\d.]+)[ \t]+\d+[ \t]*\r?$/gm,
  );
  return [...rows].flatMap(([, gateway, own]) =>
    own !== undefined && isIPv4(own) ? [{ own, address: ipv4OrNull(gateway) }] : [],
  );
}

/** The hardware address of a neighbour in what `arp` prints on macOS or Windows, in one spelling; null where it is not known. */
export function hardwareOf(text: string, address: string): string | null {
  for (const line of text.split('\n')) {
    const isAbout = line.split(/[\s()]+/).includes(address);
    const [hardware] = /\b[0-9a-f]{1,2}(?:[:-][0-9a-f]{1,2}){5}\b/i.exec(line) ?? [];
    if (!isAbout || hardware === undefined) continue;
    // macOS leaves leading zeros out.
    const bytes = hardware
      .toLowerCase()
      .split(/[:-]/)
      .map((byte) => byte.padStart(2, '0'));
    return bytes.every((byte) => byte === '00') ? null : bytes.join(':');
  }
  return null;
}
