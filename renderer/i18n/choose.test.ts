import { expect, test } from 'vitest';
import { chooseLanguage } from './choose.ts';

const AVAILABLE = ['en', 'fa', 'ru', 'zh-Hans', 'pt'];

test('what the person set comes before what the system says', () => {
  expect(chooseLanguage(['ru', 'fa-IR', 'en-US'], AVAILABLE)).toBe('ru');
});

test('a region or script that is not there takes the language alone', () => {
  expect(chooseLanguage([null, 'fa-IR'], AVAILABLE)).toBe('fa');
  expect(chooseLanguage([null, 'zh-CN'], AVAILABLE)).toBe('zh-Hans');
  expect(chooseLanguage([null, 'PT-br'], AVAILABLE)).toBe('pt');
});

test('a language that is not there passes on to the next, and to English at last', () => {
  expect(chooseLanguage(['is', undefined, 'ru-RU'], AVAILABLE)).toBe('ru');
  expect(chooseLanguage(['is', 'eo'], AVAILABLE)).toBe('en');
});
