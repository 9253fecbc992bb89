/** What places hold, by name; null: nothing is set there. */
export type Values = Readonly<Record<string, string | null>>;

/** One place of the system's settings and what it is to hold. */
export interface Change {
  readonly place: string;
  readonly value: string | null;
  /** Places that mean something only together: a network service, a connection. */
  readonly group: string;
  /**
   * `switch`: turns on what the values of its group say. Written last, put back first, and only while every value of the
   * group is still ours: otherwise somebody else uses it now.
   */
  readonly role: 'value' | 'switch';
}

/** How apps are to find the local proxy. */
export type ProxySettings =
  /** Messengers through us, all else as before. A URL on loopback. */
  | { readonly kind: 'pac'; readonly url: string }
  /** Everything through us. */
  | { readonly kind: 'everything'; readonly host: '127.0.0.1'; readonly port: number };

/** How apps found a proxy before us, so that all but messengers goes on doing so. */
export type PreviousProxy =
  | { readonly kind: 'none' }
  /** As a PAC would answer: `PROXY a.example:3128; SOCKS b.example:1080`. */
  | {
      readonly kind: 'by-hand';
      readonly answer: string;
      /** What went past it, as core/net/proxy/bypass.ts reads it: `.company.example`, `10.0.0.0/8`, `<local>`. */
      readonly bypass: readonly string[];
      /** What the proxy knows the person by, where that is written there; never in a PAC, a log or a state. */
      readonly credentials?: { readonly username: string; readonly password: string };
    }
  | { readonly kind: 'pac'; readonly url: string };

/** Where Web Proxy Auto-Discovery finds its script by DNS. */
export const WPAD: PreviousProxy = { kind: 'pac', url: 'http://wpad/wpad.dat' };

/** Proxies by hand as a PAC answers them: what web pages went through first. */
export function byHand(
  proxies: readonly (readonly [kind: 'PROXY' | 'SOCKS', hostPort: string | null])[],
  bypass: readonly string[] = [],
): PreviousProxy {
  const answers = proxies.flatMap(([kind, hostPort]) => (hostPort === null ? [] : [`${kind} ${hostPort}`]));
  if (answers.length === 0) return { kind: 'none' };
  return { kind: 'by-hand', answer: [...new Set(answers)].join('; '), bypass };
}

/**
 * One way a system keeps its proxy settings. What `plan` wants may name only places that `read` gives: what cannot be
 * read cannot be put back, and is not touched.
 */
export interface SettingsDriver {
  /** Names it in the journal: `gnome`. */
  readonly id: string;
  /** Whether this system keeps its settings here. */
  isHere(signal: AbortSignal): Promise<boolean>;
  /** Every place that may ever be changed, as it is now. Rejects with SettingsError where it cannot be read. */
  read(signal: AbortSignal): Promise<Values>;
  /** What to write for these settings, values before switches. */
  plan(settings: ProxySettings, before: Values): readonly Change[];
  /** Writes in this order and tells the system; rejects with SettingsError at the first that cannot be written. */
  write(changes: readonly Change[], signal: AbortSignal): Promise<void>;
  /** How apps found a proxy before. */
  previous(before: Values): PreviousProxy;
  /** Milliseconds for which a program that writes for it may go on after we were killed; 0 where none is started. */
  readonly outlivesMs: number;
  /** Removes what was left beside the settings by a process that was killed while it wrote. Never rejects. */
  tidy?(): Promise<void>;
  /** What turns off settings of ours that nothing was recorded of, by their values alone; empty where there are none. */
  disown(now: Values): readonly Change[];
}

/** Why settings could not be read, changed or put back. */
export type SettingsFailure =
  /** The program or service that keeps them is missing. */
  | 'no-tool'
  /** The system refused: a policy, or a password is asked for. */
  | 'refused'
  /** It said yes and did not do it. */
  | 'not-kept'
  /** It took too long. */
  | 'timed-out'
  /** Nothing could be recorded first, so nothing was changed. */
  | 'no-journal';

/** Settings were not read, changed or put back; the message is for experts and holds no address of the person. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly failure: SettingsFailure;
  /** Where only one group of places was refused, others may still be changed. */
  readonly group: string | undefined;

  constructor(
    failure: SettingsFailure,
    message: string,
    { cause, group }: { readonly cause?: unknown; readonly group?: string } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
    this.group = group;
  }
}
