// What `npm start` decides, apart from doing it.

const DAY_MS = 24 * 3_600_000;

export const HELP = `npm start — brings a blocked messenger back

  npm start                    the window; in your browser where Electron cannot be had
  npm start -- --web           in your browser
  npm start -- --terminal      in this terminal, without a window

  --port N    with --web the port of the page (to reach it through ssh -L), with --terminal the local proxy's
  --help      this

Ctrl-C ends it. Only one runs at a time; a second start opens the page of the first.
npm run -s footbridge -- help tells of the command line.
`;

/** Reads the words after `npm start --`. `mode` is `help`, `window`, `web`, `terminal`, or `wrong` with a `message`. */
export function readStart(words) {
  const plan = { mode: 'window', port: null };
  for (let at = 0; at < words.length; at++) {
    const [word, value] = words[at].split('=', 2);
    if (word === '--help' || word === '-h') return { ...plan, mode: 'help' };
    if (word === '--web' || word === '--terminal') {
      if (plan.mode !== 'window') return wrong('Either --web or --terminal.');
      plan.mode = word.slice(2);
    } else if (word === '--port') {
      const port = value ?? words[++at] ?? '';
      if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
        return wrong('--port takes a number from 1 to 65535.');
      plan.port = port;
    } else return wrong('There is no such option.');
  }
  if (plan.port !== null && plan.mode === 'window') return wrong('--port goes with --web or --terminal.');
  return plan;
}

const wrong = (message) => ({ mode: 'wrong', port: null, message: `${message}\nTry: npm start -- --help` });

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
