import { expect, test } from 'vitest';
import { createTranslator } from './translator.ts';

const english = new Map([
  ['common.app', 'Footbridge'],
  ['common.seconds', '{count, plural, one {# second} other {# seconds}}'],
  ['common.back', 'Back'],
  ['home.lead-searching', 'Read <link>more {found}</link> here.'],
]);

test('counts take the form and the digits of the language', () => {
  const own = new Map([
    ['common.seconds', '{count, plural, one {# секунда} few {# секунды} many {# секунд} other {# секунды}}'],
  ]);
  const { t } = createTranslator('ru', own, english);
  expect([1, 3, 11].map((count) => t('common.seconds', { count }))).toEqual([
    '1 секунда',
    '3 секунды',
    '11 секунд',
  ]);
  const persian = createTranslator('fa', new Map([['common.seconds', '{count, number} ثانیه']]), english);
  expect(persian.t('common.seconds', { count: 12 })).toBe('۱۲ ثانیه');
});

test('a message the language lacks is English, with English plurals', () => {
  const { t } = createTranslator('ru', new Map(), english);
  expect(t('common.seconds', { count: 2 })).toBe('2 seconds');
});

test('a message that is broken in a language is English, and breaks nothing', () => {
  const { t } = createTranslator('ru', new Map([['common.back', '{oops']]), english);
  expect(t('common.back')).toBe('Back');
  expect(t('common.back')).toBe('Back');
});

test('a message that wants what the screen does not give is English', () => {
  const { t } = createTranslator('ru', new Map([['common.back', 'Назад {where}']]), english);
  expect(t('common.back')).toBe('Back');
});

test('a tag becomes what the screen makes of its words, where the language puts it', () => {
  const { pieces } = createTranslator('en', english, english);
  const made = pieces('home.lead-searching', { link: (words) => ({ link: words }) }, { found: 3 });
  expect(made).toEqual(['Read ', { link: ['more 3'] }, ' here.']);
});

test('a screen that forgets a value shows the message as it is written', () => {
  const { t, pieces } = createTranslator('en', english, english);
  expect(t('common.seconds')).toBe(english.get('common.seconds'));
  expect(pieces('home.lead-searching', {})).toEqual([english.get('home.lead-searching')]);
});

test('a key nobody knows shows itself instead of nothing', () => {
  expect(createTranslator('en', new Map(), new Map()).t('common.app')).toBe('common.app');
});
