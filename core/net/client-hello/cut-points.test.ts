import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { hellos, hostNames } from '../../testing/hellos.ts';
import { cutPoints, MAX_PIECES, nameCut } from './cut-points.ts';
import { readClientHello } from './read.ts';

test.each([
  ['web.whatsapp.com', 'web.what|sapp.com'],
  ['media-fra3-1.cdn.whatsapp.net', 'media-fra3-1.cdn.what|sapp.net'],
  ['telegram.org', 'tele|gram.org'],
  ['t.me', 't|.me'],
  ['web.wa.me', 'web.w|a.me'],
  ['www.bbc.co.uk', 'www.b|bc.co.uk'],
  ['com.tr', 'c|om.tr'],
  ['signal.org.', 'sig|nal.org.'],
  ['localhost', 'loca|lhost'],
])('%s is cut in the label that was registered', (name, cut) => {
  const at = nameCut(name);
  expect(`${name.slice(0, at)}|${name.slice(at)}`).toBe(cut);
});

test('every name longer than one letter is cut inside (N10)', () => {
  check(
    fc.property(hostNames, (name) => {
      const at = nameCut(name);
      expect(at).toBeGreaterThanOrEqual(1);
      expect(at).toBeLessThan(Math.max(name.length, 2));
    }),
  );
});

test('any visible characters where a name should be are cut within their bounds', () => {
  const visible = fc.stringMatching(/^[a.]{1,12}$/);
  check(
    fc.property(visible, (name) => {
      expect(nameCut(name)).toBeGreaterThanOrEqual(1);
      expect(nameCut(name)).toBeLessThanOrEqual(name.length);
    }),
  );
});

test('many cuts are at most nine, ascending, inside the hello, and most of them at the name (N10)', () => {
  check(
    fc.property(hellos, ({ flight }) => {
      const reading = readClientHello(flight);
      if (reading.state !== 'hello') throw new Error('no hello');
      const { hello } = reading;
      const cuts = cutPoints(hello, 'many');
      expect(cuts.length).toBeLessThan(MAX_PIECES);
      expect([...new Set(cuts)].sort((a, b) => a - b)).toEqual(cuts);
      expect(cuts.every((at) => at > 0 && at < hello.handshake.length)).toBe(true);
      const name = hello.nameInHandshake;
      if (name === undefined || name.end - name.start < 8) return;
      expect(cuts.filter((at) => at > name.start && at < name.end).length).toBeGreaterThanOrEqual(5);
    }),
  );
});
