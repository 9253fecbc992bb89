/** What to set in each app, and what must have a way for it to work (facts of each app as of 2026). */
const STEPS: readonly {
  readonly messenger: string;
  readonly purpose: string;
  readonly app: string;
  readonly step: (port: string) => string;
}[] = [
  {
    messenger: 'whatsapp',
    purpose: 'web',
    app: 'WhatsApp Web',
    step: (port) => `set your browser's proxy to 127.0.0.1 port ${port} (SOCKS5, names through it too)`,
  },
  {
    messenger: 'telegram',
    purpose: 'chat',
    app: 'Telegram',
    step: (port) => `Settings → Advanced → Connection type → SOCKS5, 127.0.0.1, ${port}`,
  },
  {
    messenger: 'signal',
    purpose: 'chat',
    app: 'Signal',
    step: (port) => `quit it, start it with HTTPS_PROXY=http://127.0.0.1:${port}`,
  },
];

/** Telegram's own kind of proxy, where that was asked for. */
export function mtprotoStep(link: string): string {
  return `  Telegram, as an MTProto proxy: open ${link}`;
}

/** What to do now: one line for each app whose main purpose has a way. `proxy` is the local proxy's host:port. */
export function nextSteps(proxy: string, hasWay: (messenger: string, purpose: string) => boolean): string[] {
  const port = proxy.slice(proxy.lastIndexOf(':') + 1);
  return STEPS.filter(({ messenger, purpose }) => hasWay(messenger, purpose)).map(
    ({ app, step }) => `  ${app}: ${step(port)}`,
  );
}

/** The line for one messenger that came back later; undefined when what came back is not its main purpose. */
export function nextStep(proxy: string, messenger: string, purpose: string): string | undefined {
  return nextSteps(proxy, (name, what) => name === messenger && what === purpose)[0];
}
