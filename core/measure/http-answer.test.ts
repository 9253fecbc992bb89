import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BlockPage } from '../model/block-pages.ts';
import { reduceAnswer } from './http-answer.ts';

const pages: readonly BlockPage[] = [
  { by: 'location', id: 'ru-rostelecom', prefix: 'http://warning.rt.ru' },
  { by: 'body', id: 'ug-ucc', contains: 'According to UCC regulation' },
];
const head = (status: number, location?: string) => ({
  status,
  headers: new Map(location === undefined ? [] : [['location', location]]),
});

test('of where an answer leads to only the origin is kept (R5)', () => {
  const link = 'http://ivan:pw@warning.rt.ru:8080/?id=7&ip=198.51.100.7#token';
  expect(reduceAnswer(head(302, link))).toEqual({ status: 302, location: 'http://warning.rt.ru:8080' });
  for (const elsewhere of [
    '/login?ip=198.51.100.7',
    'javascript:alert(1)',
    'data:text/html,198.51.100.7',
    '',
  ])
    expect(reduceAnswer(head(302, elsewhere))).toEqual({ status: 302 });
});

test('of a body only its hash is kept, and which known page it is (R5)', () => {
  const body = Buffer.from('According to UCC regulation, 198.51.100.7 may not see this');
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  expect(reduceAnswer(head(200), body, pages)).toEqual({ status: 200, bodySha256, fingerprint: 'ug-ucc' });
  expect(reduceAnswer(head(302, 'http://warning.rt.ru/?a=1'), undefined, pages)).toMatchObject({
    fingerprint: 'ru-rostelecom',
  });
});
