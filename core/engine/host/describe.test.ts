import { describe, expect, test } from 'vitest';
import { parseExpression } from '../../transports/expression.ts';
import { describeFault, describeServer } from './describe.ts';

const about = { token: 't', program: null, assumed: [], isKnown: false };

function described(text: string) {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return describeServer(parsed.expression, about);
}

describe('a proposed server', () => {
  test('is described without its secrets (S2)', () => {
    expect(described('https-proxy://anna:geheim@a.example:443')).toEqual({
      ...about,
      ...{ kind: 'https-proxy', label: 'https-proxy://•••@a.example:443', host: 'a.example', port: 443 },
      ...{ hasPassword: true, isLocal: false },
    });
  });

  test('behind another is the one whose owner sees the messenger; both are named', () => {
    expect(described('socks5://127.0.0.1:9050 | http-proxy://b.example:3128')).toMatchObject({
      ...{ kind: 'http-proxy', host: 'b.example', port: 3128, isLocal: true },
      label: 'socks5://127.0.0.1:9050 | http-proxy://b.example:3128',
    });
  });

  test.each([
    ['socks5://[::1]:1', true],
    ['socks5://localhost:1', true],
    ['socks5://127.8.8.8:1', true],
    ['socks5://192.168.1.2:1', false],
  ])('runs on this computer or not: %s', (text, isLocal) => {
    expect(described(text)?.isLocal).toBe(isLocal);
  });

  test('is none where the text only says how to go without one', () => {
    expect(described('doh:quad9 | tlsfrag:sni')).toBeNull();
  });
});

test('a line that is no link we can use is told by code, kind and number', () => {
  const error = { code: 'unsupported-scheme', scheme: 'vless' } as const;
  expect(describeFault({ line: 3, error })).toEqual({ code: 'unsupported-scheme', scheme: 'vless', line: 3 });
  expect(describeFault({ line: 1, error: { code: 'too-many' } })).toMatchObject({ scheme: null });
});
