import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { readRange } from './range.ts';
import { pathOf, readRequest } from './request.ts';

const host = '192.168.1.20:40123';
const offered = {
  token: 'k7m2p9qa',
  hosts: new Set([host]),
  names: ['Footbridge 1.0.AppImage', 'Мостик.apk'],
};
const ask = (url: string, method = 'GET', from = host) => readRequest({ method, url, host: from }, offered);

test('the page and each file are found by their whole address', () => {
  expect(ask('/k7m2p9qa/')).toEqual({ kind: 'page' });
  expect(ask('/k7m2p9qa/1/Footbridge%201.0.AppImage')).toEqual({ kind: 'file', index: 0 });
  expect(ask(pathOf('k7m2p9qa', 1, 'Мостик.apk'), 'HEAD')).toEqual({ kind: 'file', index: 1 });
});

test.each([
  ['/', 404],
  ['/k7m2p9qa', 404],
  ['/k7m2p9qb/', 404],
  ['/k7m2p9qa/../../etc/passwd', 404],
  ['/k7m2p9qa/1/..%2f..%2fetc%2fpasswd', 404],
  ['/k7m2p9qa/2/Footbridge%201.0.AppImage', 404],
  ['/k7m2p9qa/1/Footbridge%201.0.AppImage?x', 404],
  ['/k7m2p9qa//1/Footbridge%201.0.AppImage', 404],
  ['http://192.168.1.20:40123/k7m2p9qa/', 404],
])('%s is not offered (O2)', (url, status) => {
  expect(ask(url)).toEqual({ kind: 'refused', status });
});

test('nothing is changed, and nobody was led here by another name (O2)', () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PROPFIND', 'OPTIONS'])
    expect(ask('/k7m2p9qa/', method)).toEqual({ kind: 'refused', status: 405 });
  expect(ask('/k7m2p9qa/', 'GET', 'evil.example')).toEqual({ kind: 'refused', status: 421 });
  expect(readRequest({}, offered)).toEqual({ kind: 'refused', status: 421 });
});

test('no text leads anywhere but to what is offered (O2)', () => {
  check(
    fc.property(fc.oneof(fc.webPath(), fc.string({ unit: 'binary' })), fc.string(), (path, method) => {
      expect(ask(path, method).kind).toBe('refused');
      const wanted = ask(`/k7m2p9qa/${path}`, method);
      expect(wanted.kind === 'refused' || path === '').toBe(true);
    }),
  );
});

test.each([
  [undefined, null],
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=10-19', { first: 10, last: 19 }],
  ['bytes=90-1000', { first: 90, last: 99 }],
  ['bytes=-5', { first: 95, last: 99 }],
  ['bytes=-500', { first: 0, last: 99 }],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=20-10', null],
  ['bytes=0-1,5-6', null],
  ['bytes=-', null],
  ['lines=1-2', null],
])('of a hundred bytes, %s means %j', (field, range) => {
  expect(readRange(field, 100)).toEqual(range);
});

test('no range reaches beyond the file', () => {
  check(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
      ),
      fc.nat(),
      (field, size) => {
        const range = readRange(field, size);
        if (range === null || range === 'unsatisfiable') return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(size);
      },
    ),
  );
});
