import { describe, expect, it } from 'vitest';
import { CAUSES } from '../../../core/model/verdict.ts';
import words from '../../../resources/locales/en/no-way.json';
import { issuerOf, networkPage } from './network-pages.ts';

const known: Readonly<Record<string, string>> = words;
const pages = CAUSES.flatMap((cause) => networkPage({ cause }, 'windows') ?? []);

describe('the page for a network that is itself the matter', () => {
  it('is there for each cause that concerns all of it, and for no other', () => {
    expect(pages.map(({ cause }) => cause).sort()).toEqual(
      ['captive-portal', 'clock-wrong', 'intercepted', 'offline', 'shutdown', 'whitelist-only'].sort(),
    );
    expect(networkPage(null, 'linux')).toBeUndefined();
  });

  it.each(pages)('$cause: says what it means, what to check and when to try again', (page) => {
    for (const key of [page.title, page.lead, page.again, ...page.checks]) {
      expect([key, known[key.replace('no-way.', '')]?.length ?? 0]).toEqual([key, expect.any(Number)]);
      expect(known[key.replace('no-way.', '')]).toMatch(/^[A-Z].{12,}/);
    }
    expect(page.checks.length).toBeGreaterThan(1);
  });

  it('tells where to set the clock on each system', () => {
    const first = (platform: 'windows' | 'macos' | 'linux') =>
      networkPage({ cause: 'clock-wrong' }, platform)?.checks[0];
    expect(new Set([first('windows'), first('macos'), first('linux')]).size).toBe(3);
  });

  it('leads to what works nearby only where the internet is gone', () => {
    expect(pages.filter(({ isNearby }) => isNearby).map(({ cause }) => cause)).toEqual([
      'whitelist-only',
      'shutdown',
    ]);
  });

  it('names who answers in somebody’s place', () => {
    expect(issuerOf({ cause: 'intercepted', detail: 'this-computer: Some Antivirus' })).toBe(
      'Some Antivirus',
    );
    expect(issuerOf({ cause: 'intercepted', detail: 'this-computer: ' })).toBeUndefined();
    expect(issuerOf({ cause: 'intercepted' })).toBeUndefined();
  });
});
