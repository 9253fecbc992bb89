/** A name or an IP literal (IPv6 without brackets) and a TCP or UDP port (1–65535). */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export type IpFamily = 4 | 6;

/** Prints `host:port`, with the brackets RFC 3986 asks for around an IPv6 literal. */
export function formatHostPort({ host, port }: HostPort): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
