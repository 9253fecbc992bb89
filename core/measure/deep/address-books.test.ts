import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { OONI_FAILURES } from '../../model/failure.ts';
import type { Step } from '../../model/trace.ts';
import { check } from '../../testing/fuzz.ts';
import { type BookAnswer, judgeBooks } from './address-books.ts';

const NAME = 'web.whatsapp.com';
const TRUE = '57.144.245.32';
const BOGON = '10.10.34.34';

function answer(resolver: string, told: string, name = NAME): BookAnswer {
  const failure = OONI_FAILURES.find((known) => known === told) ?? null;
  const addresses = failure === null && told !== null ? [told] : [];
  const step: Step = {
    ...{ operation: 'resolve', startedAt: 0, endedAt: 1, failure, name, resolver, addresses },
  };
  return { resolver, name, addresses, failure, steps: [step] };
}

const tools = {
  isForged: (address: string) => address === BOGON,
  isVerified: (_: string, address: string) => address === TRUE,
};
const judge = (...answers: readonly BookAnswer[]) => judgeBooks(answers, tools);
const known = [answer('doh:quad9', TRUE), answer('dot:cloudflare', TRUE)];

test('where all say the same, that is said (M12)', () => {
  expect(judge(answer('system', TRUE), answer('udp:google', TRUE), ...known)).toMatchObject([
    { verdict: 'address-books-fine', sureness: 'high' },
  ]);
});

test('a forged address is false whoever else answers, and the system’s is told apart from one diverted on the way (M12)', () => {
  expect(judge(answer('system', BOGON), answer('udp:google', BOGON), ...known)).toMatchObject([
    { verdict: 'address-books-false', names: [NAME], sureness: 'high' },
    { verdict: 'address-books-diverted', names: ['udp:google'], sureness: 'high' },
  ]);
});

test('a forged answer that came before the true one is told, too: somebody answers on the way (M12)', () => {
  const [forged] = answer('udp:google', BOGON).steps;
  if (forged === undefined) throw new Error('no step');
  const right = answer('udp:google', TRUE);
  const both = { ...right, steps: [{ ...forged, failure: 'dns_bogon_error' as const }, ...right.steps] };
  expect(judge(answer('system', TRUE), both, ...known)).toMatchObject([
    { verdict: 'address-books-diverted', names: ['udp:google'], sureness: 'high' },
  ]);
});

test('a denial is false only where two encrypted books know the name (M12)', () => {
  expect(judge(answer('system', 'dns_nxdomain_error'), ...known)).toMatchObject([
    { verdict: 'address-books-false', names: [NAME] },
  ]);
  expect(judge(answer('system', 'dns_nxdomain_error'), answer('doh:quad9', TRUE))).toMatchObject([
    { verdict: 'open', sureness: 'none' },
  ]);
});

test('another address is no lie, unless it has no valid certificate where the encrypted books’ has (M12)', () => {
  const other = answer('system', '203.0.113.7');
  expect(judge(other, ...known)).toMatchObject([{ verdict: 'address-books-false' }]);
  const nobody = { ...tools, isVerified: () => false };
  expect(judgeBooks([other, ...known], nobody)).toMatchObject([{ verdict: 'address-books-fine' }]);
  const everybody = { ...tools, isVerified: () => true };
  expect(judgeBooks([other, ...known], everybody)).toMatchObject([{ verdict: 'address-books-fine' }]);
});

test('silence is told of a book that answered nothing while others did, and of nobody where none did (M12)', () => {
  expect(judge(answer('system', TRUE), ...known, answer('doh:google', 'connection_reset'))).toMatchObject([
    { verdict: 'address-books-silent', names: ['doh:google'] },
  ]);
  const mute = ['system', 'doh:quad9'].map((resolver) => answer(resolver, 'generic_timeout_error'));
  expect(judge(...mute)).toMatchObject([{ verdict: 'open', sureness: 'none' }]);
});

test('whatever books say, what is called false rests on steps, and nothing is called false by an encrypted one alone (M12)', () => {
  const resolver = fc.constantFrom('system', 'udp:google', 'tcp:quad9', 'dot:quad9', 'doh:google');
  const told = fc.constantFrom(TRUE, BOGON, '203.0.113.7', 'dns_nxdomain_error', 'generic_timeout_error');
  const answers = fc.array(fc.tuple(resolver, told, fc.constantFrom(NAME, 'discord.com')), { maxLength: 12 });
  check(
    fc.property(answers, (given) => {
      const findings = judge(...given.map(([who, what, name]) => answer(who, what, name)));
      expect(findings.length).toBeGreaterThan(0);
      for (const { verdict, evidence, names } of findings) {
        if (verdict === 'open') continue;
        expect(evidence.length).toBeGreaterThan(0);
        if (verdict === 'address-books-diverted')
          for (const name of names) expect(name).toMatch(/^(?:udp|tcp):/);
      }
    }),
  );
});
