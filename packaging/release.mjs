// `node packaging/release.mjs --linux|--win|--mac`: a release's packages, by electron-builder and with the real Electron, signed
// where the environment holds keys. For the release workflow; docs/releasing.md says which keys.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../scripts/setup.mjs';

const WINDOWS = ['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'];
const MAC = ['CSC_LINK', 'CSC_KEY_PASSWORD', 'CSC_NAME'];
const NOTARY = ['APPLE_API_KEY_P8', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];
const ALL = [...WINDOWS, ...MAC, ...NOTARY];

/**
 * What electron-builder is to be told of signing. A workflow gives keys that do not exist as empty words, which would count as
 * keys: whole sets are handed on, the rest is taken out of `env`. `p8` is the text of Apple's key, which goes into a file.
 */
export function signing(system, env) {
  const has = (names) => names.every((name) => Boolean(env[name]));
  const kept = [...(system === '--win' && has(WINDOWS) ? WINDOWS : [])];
  const options = [];
  let p8 = null;
  if (system === '--mac' && has(MAC)) {
    kept.push(...MAC);
    options.push(`-c.mac.identity=${env.CSC_NAME}`);
    if (has(NOTARY)) {
      kept.push('APPLE_API_KEY_ID', 'APPLE_API_ISSUER');
      p8 = env.APPLE_API_KEY_P8;
    }
    options.push(`-c.mac.notarize=${p8 !== null}`);
  }
  const rest = Object.fromEntries(Object.entries(env).filter(([name]) => !ALL.includes(name)));
  const keys = Object.fromEntries(kept.map((name) => [name, env[name]]));
  const discovery = kept.length === 0 ? { CSC_IDENTITY_AUTO_DISCOVERY: 'false' } : {};
  return { options, p8, env: { ...rest, ...keys, ...discovery } };
}

function makePackages(system) {
  const { options, p8, env } = signing(system, process.env);
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-key-'));
  try {
    if (p8 !== null) {
      env.APPLE_API_KEY = join(folder, 'key.p8');
      writeFileSync(env.APPLE_API_KEY, p8, { mode: 0o600 });
    }
    const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
    const words = [builder, system, ...options, '--publish', 'never'];
    return spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env }).status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [system] = process.argv.slice(2);
  if (!['--linux', '--win', '--mac'].includes(system)) {
    process.stderr.write('--linux, --win or --mac\n');
    process.exitCode = 2;
  } else process.exitCode = makePackages(system);
}
