// Bundles the programs; a moment's work, so that it is simply done each time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setUp } from './setup.mjs';

export const bundle = join(root, 'dist', 'footbridge.cjs');

/** What is bundled: from where, to where, for what. */
const CLI = [{ from: 'cli/main.ts', to: 'footbridge.cjs' }];
const ELECTRON = [
  { from: 'electron/main.ts', to: 'main.cjs', external: ['electron'] },
  { from: 'electron/preload.ts', to: 'preload.cjs', external: ['electron'] },
  { from: 'electron/engine-process.ts', to: 'engine.cjs', external: ['electron'] },
  { from: 'electron/guard.ts', to: 'guard.cjs', external: ['electron'] },
];
const WEB = [
  ...CLI,
  { from: 'web/main.ts', to: 'web.cjs' },
  { from: 'web/engine-process.ts', to: 'web-engine.cjs' },
];

/** The ws package would look for native helpers, which no package of ours holds. */
const PLAIN_JAVASCRIPT = {
  'process.env.WS_NO_BUFFER_UTIL': '"1"',
  'process.env.WS_NO_UTF_8_VALIDATE': '"1"',
};

/** Nor the native helpers of ssh2, which does without where they cannot be loaded. */
const withoutNativeParts = {
  name: 'without-native-parts',
  setup(bundling) {
    bundling.onResolve({ filter: /^cpu-features$|\.node$/ }, ({ path }) => ({
      path,
      namespace: 'native-part',
    }));
    bundling.onLoad({ filter: /.*/, namespace: 'native-part' }, () => ({
      contents: 'throw new Error("not in this package");',
    }));
  },
};

/** Nor what ssh2 is for servers, files and keys of its own making: a client alone is used, and less in a package is better. */
const clientOfSsh = {
  name: 'client-of-ssh',
  setup(bundling) {
    const filter = /ssh2[\\/]lib[\\/](server|keygen|http-agents|protocol[\\/]SFTP)\.js$/;
    bundling.onLoad({ filter }, () => ({ contents: 'module.exports = {};' }));
  },
};

async function bundleAll(entries) {
  const { build: esbuild } = await import('esbuild');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const { from, to, external = [] } of entries) {
    await esbuild({
      entryPoints: [join(root, ...from.split('/'))],
      outfile: join(root, 'dist', to),
      // Names of files in comments are told from here; from wherever we were started, bundles would differ.
      absWorkingDir: root,
      bundle: true,
      platform: 'node',
      target: 'node20.19',
      format: 'cjs',
      external,
      minify: true,
      // What an error's stack is read by; there are no source maps.
      keepNames: true,
      plugins: [withoutNativeParts, clientOfSsh],
      define: { FOOTBRIDGE_VERSION: JSON.stringify(version), ...PLAIN_JAVASCRIPT },
      logLevel: 'warning',
    });
  }
}

/** Bundles the command line for plain Node, with the version of package.json inside. */
export const build = () => bundleAll(CLI);

/** Bundles the Electron shell: main process, preload, engine process, and what watches over the computer's settings. */
export const buildElectron = () => bundleAll(ELECTRON);

/** Bundles the web shell: the loopback server, the engine's process, and what watches over the computer's settings. */
export const buildWeb = () => bundleAll(WEB);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp();
  await build();
  await buildElectron();
  await buildWeb();
}
