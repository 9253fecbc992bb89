import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { createLanguage } from './language.ts';
import { stateInWords } from './state-words.ts';
import { stateOf } from './testing/states.ts';
import { chooseLanguage, createWords, readWords } from './words.ts';

const locales = join(import.meta.dirname, '..', 'resources', 'locales');
const words = readWords(locales, 'en');

test('the very language is chosen, else one like it, else English', () => {
  const languages = ['en', 'pt', 'zh-Hans', 'fa'];
  expect(chooseLanguage('fa', languages)).toBe('fa');
  expect(chooseLanguage('pt-BR', languages)).toBe('pt');
  expect(chooseLanguage('zh-CN', languages)).toBe('zh-Hans');
  expect(chooseLanguage('ZH-hans', languages)).toBe('zh-Hans');
  expect(chooseLanguage('xx', languages)).toBe('en');
  expect(chooseLanguage('', languages)).toBe('en');
});

test('a message that is missing or broken in a language is said in English', () => {
  const broken = createWords('ru', { menuOpen: '{name', menuQuit: 'Выход' }, english);
  expect(broken.say('menuQuit')).toBe('Выход');
  expect(broken.say('menuOpen')).toBe('Open Footbridge');
  expect(broken.say('menuConnect')).toBe('Connect');
});

test('every message of the shell can be read, and lists are joined as the language does', () => {
  for (const message of Object.values(english))
    expect(() => new IntlMessageFormat(message, 'en')).not.toThrow();
  expect(words.list(['A', 'B', 'C'])).toBe('A, B, and C');
  expect(readdirSync(locales)).toContain('en');
});

test('the state is one short sentence', () => {
  const say = (state: Parameters<typeof stateInWords>[0]) => stateInWords(state, words);
  expect(say({ phase: 'starting' })).toBe('Footbridge is starting …');
  expect(say({ phase: 'failed', code: 'x', message: '' })).toBe('Footbridge cannot start its engine');
  expect(say(stateOf('off'))).toBe('Not connected');
  expect(say(stateOf('searching'))).toBe('Looking for a way …');
  expect(say(stateOf('stopping'))).toBe('Disconnecting …');
  expect(say(stateOf('lost'))).toBe('Starting again by itself …');
  expect(say(stateOf('on', { whatsapp: 'waiting' }))).toBe('No way found yet');
  expect(say(stateOf('on', { whatsapp: 'works' }, { chosen: false }))).toBe('No way found yet');
});

test('a messenger is said to work once its traffic was seen, before that a way is found', () => {
  const used = ['whatsapp'];
  const three = { whatsapp: 'works', telegram: 'partly', signal: 'blocked' } as const;
  expect(stateInWords(stateOf('on', { whatsapp: 'works' }), words)).toBe('Way found: Whatsapp');
  expect(stateInWords(stateOf('on', { whatsapp: 'works' }, { used }), words)).toBe('Whatsapp works');
  expect(stateInWords(stateOf('on', three, { used }), words)).toBe(
    'Whatsapp works · Way found: Telegram · No way yet: Signal',
  );
});

test('the words follow the language that was chosen, and the system before that', () => {
  const language = createLanguage(locales, 'en-GB');
  expect(language.words().language).toBe('en');
  language.follow(stateOf('off', {}, { language: 'xx' }));
  language.follow({ phase: 'starting' });
  expect(language.words().say('menuOpen')).toBe('Open Footbridge');
});
