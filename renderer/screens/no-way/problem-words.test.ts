import { describe, expect, it } from 'vitest';
import words from '../../../resources/locales/en/no-way.json';
import { familyOf, problemWords } from './problem-words.ts';

const CODES = [
  ...[
    'unsupported-scheme',
    'unknown-scheme',
    'web-page',
    'not-a-link',
    'several-links',
    'ambiguous',
    'too-long',
  ],
  ...[
    'unsupported-option',
    'empty',
    'too-many-elements',
    'empty-element',
    'unknown-element',
    'stacked-shapes',
  ],
  ...['misplaced-resolver', 'bad-host', 'missing-port', 'bad-port', 'bad-credentials', 'bad-encoding'],
  ...[
    'unsupported-cipher',
    'unencrypted',
    'insecure',
    'bad-carriage',
    'bad-secret',
    'bad-pin',
    'unsupported-pin',
  ],
];
const sentences: Readonly<Record<string, string>> = words;
const say = (code: string, scheme: string | null) =>
  problemWords({ code, scheme, line: 1 }).map(
    (key) => sentences[key.replace('no-way.', '')]?.replaceAll(/\{.*?\}/g, '…') ?? '',
  );

describe('what is wrong with a link', () => {
  it.each(CODES)('%s has a sentence of its own, without jargon', (code) => {
    const [sentence = ''] = say(code, 'vless');
    expect(sentence).toMatch(/^[A-Z].{20,}/);
    expect(sentence).not.toBe(words['problem-other']);
    expect(sentence).not.toMatch(/scheme|parse|credential|encod|host\b|resolver/i);
  });

  it('that nobody foresaw has a sentence as well', () => {
    expect(say('a-code-of-tomorrow', null)).toEqual([words['problem-other']]);
    expect(say('constructor', null)).toEqual([words['problem-other']]);
  });

  it('leads on to the program that knows the kind', () => {
    expect(['vless reality', 'SS', 'obfs4', 'wg', 'psiphon', 'sftp'].map(familyOf)).toEqual([
      'v2ray',
      'v2ray',
      'tor',
      'vpn',
      'psiphon',
      'other',
    ]);
    expect(say('unsupported-scheme', 'vless')[1]).toContain('v2rayN');
    expect(say('unsupported-scheme', null)).toEqual([
      words['problem-other'],
      words['problem-unsupported-other'],
    ]);
  });
});
