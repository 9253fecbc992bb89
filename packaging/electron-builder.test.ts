import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const config: unknown = load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));
const scheme: unknown = JSON.parse(
  readFileSync(join(root, 'node_modules', 'app-builder-lib', 'scheme.json'), 'utf8'),
);

/** Compiled once: the schema is long. */
const validate = new Ajv({ allErrors: true, strict: false, logger: false }).compile(
  v.parse(v.looseObject({}), scheme),
);

test('the configuration is one that electron-builder knows, to the last key', () => {
  validate(config);
  expect(validate.errors).toBeNull();
});

test('a misspelt key would be noticed', () => {
  expect(validate({ nsis: { oneClik: true } })).toBe(false);
});

test('every fuse is stated (E9)', () => {
  const Fuses = v.object({ electronFuses: v.record(v.string(), v.boolean()) });
  const Scheme = v.object({
    definitions: v.object({ FuseOptionsV1: v.object({ properties: v.record(v.string(), v.unknown()) }) }),
  });
  const known = Object.keys(v.parse(Scheme, scheme).definitions.FuseOptionsV1.properties);
  const stated = Object.keys(v.parse(Fuses, config).electronFuses);
  expect(stated).toHaveLength(8);
  expect(known.filter((fuse) => !stated.includes(fuse))).toEqual(['resetAdHocDarwinSignature']);
});

const Target = v.union([v.string(), v.looseObject({ target: v.string(), arch: v.string() })]);
const Parts = v.looseObject({
  productName: v.string(),
  electronLanguages: v.array(v.string()),
  linux: v.looseObject({ target: v.array(Target) }),
  mac: v.looseObject({ target: v.array(Target), identity: v.string(), minimumSystemVersion: v.string() }),
  win: v.looseObject({ target: v.array(Target) }),
  nsis: v.looseObject({ perMachine: v.boolean() }),
  deb: v.object({ afterInstall: v.string(), afterRemove: v.string(), fpm: v.array(v.string()) }),
  rpm: v.object({ afterInstall: v.string(), afterRemove: v.string(), fpm: v.array(v.string()) }),
});
const parts = v.parse(Parts, config);
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const locales = readdirSync(join(root, 'resources', 'locales'));

test('each system has what people know how to open', () => {
  const names = (system: 'linux' | 'mac' | 'win') =>
    parts[system].target.map((one) => (typeof one === 'string' ? one : `${one.target} ${one.arch}`));
  expect(names('linux')).toEqual(['AppImage', 'deb', 'rpm', 'tar.gz']);
  expect(names('mac')).toEqual(['dmg universal', 'zip universal']);
  expect(names('win')).toEqual(['nsis x64', 'zip x64']);
});

test('a Mac is told no damage, and nobody is asked for an administrator', () => {
  expect(parts.mac.identity).toBe('-');
  expect(read('packaging', 'mac', 'entitlements.plist')).toContain('disable-library-validation');
  expect(parts.nsis.perMachine).toBe(false);
  expect(read('packaging', 'windows', 'installer.nsh')).not.toMatch(/HKLM|RequestExecutionLevel/);
});

test('deb and rpm run the same scripts, which put settings back before anything is gone (E10)', () => {
  const { afterInstall, afterRemove, fpm } = parts.deb;
  expect(parts.rpm).toEqual({ ...parts.deb, fpm: [...fpm, '--directories', '/opt/Footbridge'] });
  expect(fpm).toContain('packaging/linux/before-remove.sh');
  // In these electron-builder would fill in macros: they name the folder themselves.
  expect(parts.productName).toBe('Footbridge');
  for (const file of [afterInstall, afterRemove]) expect(read(file)).not.toMatch(/\$\{\w+\}/);
  expect(read('packaging', 'linux', 'before-remove.sh')).toContain('"$app" --ozone-platform=headless');
});

test.skipIf(process.platform === 'win32')('what is run from a package may be run', () => {
  const names = [
    ...['after-install.sh', 'after-remove.sh', 'before-remove.sh', 'start.sh', 'footbridge'],
    '../fpm.mjs',
  ];
  for (const name of names)
    expect([name, statSync(join(root, 'packaging', 'linux', name)).mode & 0o111]).toEqual([name, 0o111]);
});

/** Luganda, Malagasy, Nepali. */
const NOT_IN_CHROMIUM = ['lg', 'mg', 'ne'];
test('Chromium keeps the languages that we speak, and no other', () => {
  const first = (tag: string) => tag.split('-')[0] ?? '';
  const kept = new Set(parts.electronLanguages.map(first));
  expect(locales.map(first).filter((tag) => !kept.has(tag))).toEqual(NOT_IN_CHROMIUM);
  expect([...kept].filter((tag) => !locales.map(first).includes(tag))).toEqual([]);
});

test('why it does not start without its sandbox is said in every language', () => {
  const words = readdirSync(join(root, 'packaging', 'linux', 'words'));
  expect(words.map((name) => name.replace('.txt', ''))).toEqual(locales);
  for (const name of words)
    expect([name, read('packaging', 'linux', 'words', name)]).toEqual([
      name,
      expect.stringMatching(/^why=.*Footbridge.*\nhelp=.*\.deb.*\nroot=.*root.*\n$/),
    ]);
  expect(read('packaging', 'linux', 'start.sh')).not.toMatch(/exec .*--no-sandbox/);
});
