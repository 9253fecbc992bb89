import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../testing/fuzz.ts';
import { withKeyFile } from './key-file.ts';
import { parseLinks } from './link-list.ts';

const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIOt2kKq3d0N1d4Zr8dO5cO2Jm5bK0f3G7uQ0uO2m1x0UoAoGCCqGSM49
AwEHoUQDQgAE
-----END EC PRIVATE KEY-----
`;
/** As the older format locks it. */
const LOCKED = KEY.replace('KEY-----\nM', 'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\nM');

/** The SSH servers of a pasted text: where they are, and the key to log in with. */
const servers = (text: string) =>
  parseLinks(text).links.flatMap(({ line, expression }) =>
    expression.hops.flatMap((hop) =>
      hop.kind === 'proxy' && hop.protocol === 'ssh'
        ? [
            {
              line,
              host: hop.host,
              port: hop.port,
              key: hop.privateKey?.text,
              passphrase: hop.privateKey?.passphrase,
            },
          ]
        : [],
    ),
  );

describe('a key file pasted beside a link', () => {
  test.each([
    ['behind it', `ssh://me@a.example:2222\n${KEY}`, 1],
    ['before it', `Take this:\n${KEY}and go to ssh://me@a.example:2222.`, 6],
    ['in a mail', `> ssh://me@a.example:2222#vera\r\n> ${KEY.trim().replaceAll('\n', '\r\n> ')}\r\n> bye`, 1],
  ])('is what logs in there: %s', (_, text, line) => {
    expect(servers(text)).toEqual([{ line, host: 'a.example', port: 2222, key: KEY, passphrase: undefined }]);
  });

  test('is opened by the passphrase in the link', () => {
    const [server] = servers(`ssh://me@a.example?passphrase=geheim\n${LOCKED}`);
    expect(server).toMatchObject({ key: LOCKED, passphrase: 'geheim' });
  });

  test('is nobody’s who has another way to log in, and no link by itself', () => {
    const text = `ssh://me:secret@a.example\nssh://me@b.example?agent=1\n${KEY}`;
    expect(servers(text).map(({ host, key }) => [host, key])).toEqual([
      ['a.example', undefined],
      ['b.example', undefined],
    ]);
    expect(parseLinks(KEY)).toMatchObject({ links: [], faults: [{ error: { code: 'not-a-link' } }] });
  });

  test('whatever is pasted, no line of it moves, and nothing takes long (N8)', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '-----BEGIN ',
        'OPENSSH ',
        'PRIVATE KEY-----',
        '-----END ',
        '-',
        '\n',
        '> ',
        'ssh://',
        'a@b',
        '#',
      ),
      fc.constantFrom(KEY, 'ssh://me@a.example'),
      fc.string({ maxLength: 8 }),
    );
    check(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(withKeyFile(text).split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
    const hostile = ['-----BEGIN PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----a-', 'ssh://a'].map((text) =>
      text.repeat(Math.floor(65_536 / text.length)),
    );
    const startedAt = performance.now();
    for (const text of hostile) withKeyFile(text);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
