/** How WinINet finds a proxy for one connection, as the option structures of wininet.h hold it. */
export interface ConnectionOptions {
  /** PROXY_TYPE_*: 1 straight, 2 proxy, 4 PAC, 8 auto-detect; added up. */
  readonly flags: number;
  /** `host:port`, or `http=…;https=…;socks=…`; null where nothing is set. */
  readonly server: string | null;
  readonly bypass: string | null;
  readonly pac: string | null;
}

/** The LAN's name; dial-up and VPN entries have their own. */
export const LAN = '';

/** Reads and writes the options of every connection; both reject with SettingsError. */
export interface WinInet {
  read(signal: AbortSignal): Promise<ReadonlyMap<string, ConnectionOptions>>;
  /** Writes whole options and tells running programs. */
  write(connections: ReadonlyMap<string, ConnectionOptions>, signal: AbortSignal): Promise<void>;
}
