import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../core/contract.ts';
import { CAUSES } from '../core/model/verdict.ts';
import { createPrinter } from './printer.ts';
import { sentence } from './words.ts';

const web = { messenger: 'whatsapp', purpose: 'web' } as const;

describe('sentences', () => {
  test.each(CAUSES)('there is one for %s, and it holds no jargon', (cause) => {
    const line = sentence({
      event: 'verdict',
      ...web,
      state: 'blocked',
      causes: [cause],
      findings: [{ cause }],
    });
    expect(line).toMatch(/^✗ WhatsApp, web version: blocked — \w/);
    expect(line).not.toMatch(/DNS|SNI|TLS|IP\b|proxy|handshake/);
  });

  test('a route says which way and how long it took', () => {
    const route = {
      event: 'route',
      ...web,
      transport: 'doh:quad9 | tlsfrag:sni',
      seconds: 1.234,
      proof: 'bulk',
    } as const;
    expect(sentence(route)).toBe(
      '→ WhatsApp, web version: works by doh:quad9 | tlsfrag:sni, proven after 1.2 s',
    );
  });

  test('being ready tells the address to set, and what is still missing', () => {
    const line = sentence({
      event: 'ready',
      proxy: '127.0.0.1:40001',
      seconds: 2,
      routes: 6,
      missing: [{ messenger: 'signal', purpose: 'chat' }],
    });
    expect(line).toContain('127.0.0.1:40001');
    expect(line).toContain('No way yet for: Signal, chats.');
  });

  test('finding nothing is said, not dressed up', () => {
    const line = sentence({
      event: 'ready',
      proxy: '127.0.0.1:40001',
      seconds: 5,
      routes: 0,
      missing: [web],
    });
    expect(line).toContain('No way was found');
  });
});

describe('the printer', () => {
  const print = (json: boolean, events: readonly EngineEvent[]) => {
    let text = '';
    const printer = createPrinter(json, (piece) => {
      text += piece;
    });
    for (const event of events) printer.event(event);
    return text;
  };
  const trying: EngineEvent = { event: 'trying', ...web, rung: 'plain', transport: 'system' };

  test('prints one JSON object per line', () => {
    const lines = print(true, [trying, trying]).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([trying, trying]);
  });

  test('says the same sentence once', () => {
    expect(print(false, [trying, trying])).toBe('  trying WhatsApp, web version directly …\n');
  });
});
