import { expect, test } from 'vitest';
import { OONI_FAILURES, OWN_FAILURES, PROXY_FAILURES } from '../../core/model/failure.ts';
import { CAUSES } from '../../core/model/verdict.ts';
import { english } from '../testing/english.ts';
import { causeSentence, failureSentence, networkAdvice } from './causes.ts';

test('every cause is one or two full sentences, and so is what to do about it', () => {
  for (const cause of CAUSES) {
    expect(causeSentence(english, { cause }, 'WhatsApp'), cause).toMatch(/^[A-Z].*\.$/);
    const { title, advice } = networkAdvice(english, { cause });
    expect(title, cause).toMatch(/^[A-Z].*[^.]$/);
    expect(advice, cause).toMatch(/^[A-Z].*\.$/);
  }
});

test('who stands in the way is named when they name themselves', () => {
  const finding = { cause: 'intercepted' as const, detail: 'Ministry Gateway CA' };
  expect(causeSentence(english, finding, 'Signal')).toContain('Ministry Gateway CA');
  const here = { cause: 'intercepted' as const, detail: 'this-computer: Antivirus Shield' };
  expect(causeSentence(english, here, 'Signal')).toMatch(/^A program on this computer .*Antivirus Shield/);
});

test('details of other causes are for experts and do not show', () => {
  const finding = { cause: 'sni-blocked' as const, detail: 'reset' };
  expect(causeSentence(english, finding, 'Signal')).not.toContain('reset');
});

test('a name somebody gave themselves is cut where it is too long, and cannot turn the sentence round', () => {
  const finding = { cause: 'intercepted' as const, detail: `\u202e${'x'.repeat(500)}` };
  const sentence = causeSentence(english, finding, 'Signal');
  expect(sentence.length).toBeLessThan(200);
  expect(sentence).toMatch(/\u2068[^\u2068\u2069\u202e]+\u2069/);
});

test('every failure has a sentence, and so has one that nobody knows', () => {
  for (const failure of [...OONI_FAILURES, ...PROXY_FAILURES, ...OWN_FAILURES]) {
    expect(failureSentence(english, failure), failure).toMatch(/^[A-Z].*\.$/);
  }
  expect(failureSentence(english, 'unknown_failure: EWHAT')).toBe('Something unexpected happened.');
});

test('no sentence for people speaks of proxies, DNS, SNI or TLS', () => {
  const all = CAUSES.flatMap((cause) => [
    causeSentence(english, { cause }, 'WhatsApp'),
    ...Object.values(networkAdvice(english, { cause })),
  ]);
  for (const sentence of all) expect(sentence).not.toMatch(/\b(prox(y|ies)|DNS|SNI|TLS|IP)\b/i);
});
