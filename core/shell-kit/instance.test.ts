import { once } from 'node:events';
import { createServer, request } from 'node:http';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../testing/fuzz.ts';
import { parseSpot } from './instance.ts';
import { createInstanceAnswer } from './instance-request.ts';
import { askingMark, readAnswer, readAsking } from './instance-talk.ts';

const key = (letter: string): string => letter.repeat(43);
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.json());

/** The status of an answer to exactly this question. */
function ask(port: number, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/instance', method, headers, agent: false })
      .on('response', (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });
}

test('no text is taken for a question or an answer of somebody who has read the file', () => {
  check(
    fc.property(anyText, (text) => {
      expect(readAsking(key('s'), text)).toBeNull();
      expect(readAsking(key('s'), `Footbridge ${key('n')} ${text}`)).toBeNull();
      expect(readAnswer(key('s'), key('n'), text)).toBeNull();
    }),
  );
  expect(readAsking(key('s'), askingMark(key('s'), key('n')))).toEqual({ wish: 'ask', nonce: key('n') });
  const ending = askingMark(key('s'), key('n'), 'end');
  expect(readAsking(key('s'), ending)).toEqual({ wish: 'end', nonce: key('n') });
});

test('any file is read for where an instance is, and holds nothing else (N8)', () => {
  const spot = { pid: 7, shell: 'page', port: 4711, secret: key('s') };
  const value = fc.oneof(fc.constantFrom(...Object.values(spot)), fc.jsonValue());
  const near = fc.dictionary(fc.constantFrom(...Object.keys(spot)), value).map((one) => JSON.stringify(one));
  check(
    fc.property(fc.oneof(anyText, near), (text) => {
      const read = parseSpot(text);
      if (read !== null) expect(Number.isInteger(read.pid) && read.port > 0 && read.port < 65_536).toBe(true);
    }),
  );
});

test('a link is given to no web page and to nobody who has not read the file, nor does it end for them (P4)', async () => {
  let issued = 0;
  let ends = 0;
  const answer = createInstanceAnswer(key('s'), {
    issueLink() {
      issued += 1;
      return key('L');
    },
    end: () => (ends += 1),
  });
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const asking = (headers: Record<string, string>, method = 'POST') => ask(port, method, headers);
  const right = askingMark(key('s'), key('n'));
  expect(await asking({})).toBe(403);
  expect(await asking({ Authorization: key('s') })).toBe(403);
  expect(await asking({ Authorization: askingMark(key('t'), key('n')) })).toBe(403);
  expect(await asking({ Authorization: `${right} x` })).toBe(403);
  expect(await asking({ Authorization: right, Origin: 'https://evil.example' })).toBe(403);
  expect(await asking({ Authorization: right }, 'GET')).toBe(403);
  expect(issued).toBe(0);
  expect(await asking({ Authorization: right })).toBe(200);
  expect([issued, ends]).toEqual([1, 0]);
  expect(await asking({ Authorization: askingMark(key('t'), key('n'), 'end') })).toBe(403);
  expect(await asking({ Authorization: askingMark(key('s'), key('n'), 'end') })).toBe(200);
  expect([issued, ends]).toEqual([1, 1]);
  server.closeAllConnections();
  server.close();
});
