import { expect, it } from 'vitest';
import { fillBlanks } from './fill-blanks.ts';

const place = { host: '127.0.0.1', port: 4711, pac: 'http://127.0.0.1:4711/abc/proxy.pac' };

it('puts the local proxy’s place into what is copied', () => {
  expect(fillBlanks('HTTPS_PROXY=http://{host}:{port} signal-desktop', place)).toBe(
    'HTTPS_PROXY=http://127.0.0.1:4711 signal-desktop',
  );
  expect(fillBlanks('{pac}', place)).toBe(place.pac);
});

it('leaves braces it does not know as they are', () => {
  expect(fillBlanks('awk {print} {hosts}', place)).toBe('awk {print} {hosts}');
});
