import { describe, expect, test } from 'vitest';
import { SIGN_COLOURS } from '../../core/model/appearance.ts';
import signs from '../screens/home/messenger-sign.module.css?raw';
import dusk from './dusk.css?raw';
import { contrast } from './testing/contrast.ts';
import tokens from './tokens.css?raw';

const rolesOf = (css: string) =>
  new Map(
    [...css.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, role = '', colour = '']) => [role, colour]),
  );

const THEMES = [
  ['day', rolesOf(tokens)],
  ['dusk', rolesOf(dusk)],
] as const;

const GROUNDS = ['paper', 'surface', 'sunken'] as const;
const TONES = ['works', 'partly', 'blocked', 'rest', 'accent'] as const;

describe.each(THEMES)('%s', (_, roles) => {
  const between = (a: string, b: string) => contrast(roles.get(a) ?? '', roles.get(b) ?? '');

  test('words for reading stand out by 7 to 1 on every ground', () => {
    for (const ground of GROUNDS) expect(between('ink', ground), ground).toBeGreaterThanOrEqual(7);
  });

  test('softer words stand out by more than AA asks', () => {
    for (const ground of GROUNDS) expect(between('ink-soft', ground), ground).toBeGreaterThanOrEqual(6);
  });

  test('words on a tone stand out by 7 to 1', () => {
    for (const tone of TONES) {
      expect(between(`on-${tone}-soft`, `${tone}-soft`), tone).toBeGreaterThanOrEqual(7);
    }
    expect(between('on-accent', 'accent')).toBeGreaterThanOrEqual(7);
  });

  test('words and shapes in the colour of a tone stand out by 4.5 to 1', () => {
    for (const tone of TONES) {
      for (const ground of GROUNDS) {
        expect(between(tone, ground), `${tone} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test('the edges of what can be pressed stand out by 3 to 1', () => {
    for (const ground of GROUNDS) expect(between('line-strong', ground), ground).toBeGreaterThanOrEqual(3);
  });
});

test('a white letter can be read on every colour of a messenger’s sign', () => {
  for (const name of SIGN_COLOURS) {
    const [, colour = '#ffffff'] =
      new RegExp(`\\.${name} \\{\\s+background: (#[0-9a-f]{6});`).exec(signs) ?? [];
    expect(contrast('#ffffff', colour), name).toBeGreaterThanOrEqual(4.5);
  }
});

test('both themes give a colour to the same roles', () => {
  expect([...rolesOf(dusk).keys()].sort()).toEqual([...rolesOf(tokens).keys()].sort());
});

test('the system’s dusk and the chosen dusk are the same', () => {
  const [chosen = '', systems = ''] = dusk.split('@media');
  expect([...rolesOf(systems)]).toEqual([...rolesOf(chosen)]);
});
