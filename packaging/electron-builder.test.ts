import { readFileSync } from 'node:fs';
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

test('the configuration is one that electron-builder knows, to the last key', () => {
  const validate = new Ajv({ allErrors: true, strict: false, logger: false }).compile(
    v.parse(v.looseObject({}), scheme),
  );
  validate(config);
  expect(validate.errors).toBeNull();
});

test('a misspelt key would be noticed', () => {
  const validate = new Ajv({ strict: false, logger: false }).compile(v.parse(v.looseObject({}), scheme));
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
