// What `npm start` decides, apart from doing it.

const DAY_MS = 24 * 3_600_000;

export const HELP = `npm start — brings a blocked messenger back

  npm start                    in a window of its own; in your browser where there can be none
  npm start -- --web           in your browser
  npm start -- --terminal      in this terminal

  --no-open   with --web: prints the page's address instead of opening it
  --port N    with --web: the page's port, for ssh -L; with --terminal: the local proxy's
  --help      this

Ctrl-C ends it. Only one window or page runs at a time; a second start leads to the first.
The command line has more: npm run -s footbridge -- --help
`;

/** Reads the words after `npm start --`. `mode` is `help`, `window`, `web`, `terminal`, or `wrong` with a `message`. */
export function readStart(words) {
  const plan = { mode: 'window', port: null, opens: true };
  for (let at = 0; at < words.length; at++) {
    const [word, value] = words[at].split('=', 2);
    if (word === '--help' || word === '-h') return { ...plan, mode: 'help' };
    if (word === '--web' || word === '--terminal') {
      if (plan.mode !== 'window') return wrong('Either --web or --terminal.');
      plan.mode = word.slice(2);
    } else if (word === '--no-open') {
      plan.opens = false;
    } else if (word === '--port') {
      const port = value ?? words[++at] ?? '';
      if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
        return wrong('--port takes a number from 1 to 65535.');
      plan.port = port;
    } else return wrong('There is no such option.');
  }
  if (plan.port !== null && plan.mode === 'window') return wrong('--port goes with --web or --terminal.');
  if (!plan.opens && plan.mode !== 'web') return wrong('--no-open goes with --web.');
  return plan;
}

const wrong = (message) => ({
  mode: 'wrong',
  port: null,
  opens: false,
  message: `${message}\nTry: npm start -- --help`,
});

/** Why no Electron window can be opened here, in words that end a sentence; null where one may be. */
export function whyNoWindow({ platform, env, isRoot, isBuilt }) {
  if (!isBuilt) return 'it is not part of this copy';
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no screen';
  if (platform === 'linux' && isRoot) return 'root may not open it without giving up its sandbox';
  return null;
}

/** Whether Electron may be asked for once more: not when it could not be had within the last day. */
export function mayFetch(triedAt, now) {
  return triedAt === null || now - triedAt > DAY_MS || triedAt > now;
}
