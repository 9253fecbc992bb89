import { helloMessage, inRecords } from '../testing/hello.ts';
import { ORIGIN, ORIGIN6, SECOND_ORIGIN } from './addresses.ts';
import { type Check, fails, passes } from './check.ts';
import type { Request, SHAPES } from './requests.ts';

const BLOCKED = 'web.whatsapp.com';
const names = ['whatsapp.com'];

function hello(shape: (typeof SHAPES)[number] = 'whole', name = BLOCKED, address = ORIGIN): Request {
  return { do: 'tls', address, name, shape };
}

function sni(
  level: 'packet' | 'stream' | 'records',
  evasions: { passes: Request[]; fails: Request[] },
): Check {
  return {
    title: `SNI reset, level ${level}`,
    wire: { rules: [{ kind: 'sni', names, level, action: 'reset' }] },
    steps: [
      [
        fails(hello(), 'ECONNRESET'),
        fails(hello('whole', BLOCKED, ORIGIN6), 'ECONNRESET'),
        passes(hello('whole', 'example.org')),
        ...evasions.passes.map(passes),
        ...evasions.fails.map((request) => fails(request, 'ECONNRESET')),
      ],
    ],
  };
}

const chromeHello = helloMessage({ name: 'example.org', greased: true, keyShares: [0x11ec], padding: 1500 });
const smallHello = helloMessage({ name: 'example.org' });

function raw(bytes: Buffer): Request {
  return { do: 'raw', address: ORIGIN, hex: bytes.toString('hex') };
}

// Without its end a hello draws no answer, so the handshake stays under way.
const pending = raw(inRecords(smallHello).subarray(0, 60));

/** Censors that look at TLS handshakes, and what evades them. */
export const TLS_CHECKS: readonly Check[] = [
  sni('packet', { passes: [hello('segments'), hello('records')], fails: [hello('first-byte')] }),
  sni('stream', { passes: [hello('records')], fails: [hello('segments'), hello('first-byte')] }),
  sni('records', { passes: [], fails: [hello('segments'), hello('records')] }),
  {
    title: 'SNI drop, level packet',
    wire: { rules: [{ kind: 'sni', names, level: 'packet', action: 'drop' }] },
    steps: [[fails(hello(), 'timeout'), passes(hello('records')), passes(hello('segments'))]],
  },
  {
    title: 'residual block',
    wire: { rules: [{ kind: 'sni', names, level: 'packet', action: 'reset', residualSeconds: 2 }] },
    steps: [
      [fails(hello(), 'ECONNRESET')],
      [
        fails(hello('whole', 'example.org'), 'ECONNREFUSED'),
        passes(hello('whole', 'example.org', SECOND_ORIGIN)),
      ],
      [fails({ do: 'dns', resolver: ORIGIN, name: 'wait', waitMs: 2000 }, 'timeout')],
      [passes(hello('whole', 'example.org'))],
    ],
  },
  {
    title: 'incomplete hellos dropped',
    wire: { rules: [{ kind: 'incomplete-hello' }] },
    steps: [
      [
        passes(hello()),
        passes(hello('whole', BLOCKED, ORIGIN6)),
        passes(raw(inRecords(chromeHello))),
        ...(['first-byte', 'segments', 'records'] as const).map((shape) => fails(hello(shape), 'timeout')),
      ],
    ],
  },
  {
    title: 'Chrome-shaped hello dropped',
    wire: { rules: [{ kind: 'big-hello' }] },
    steps: [
      [passes(hello()), passes(raw(inRecords(smallHello))), fails(raw(inRecords(chromeHello)), 'timeout')],
    ],
  },
  {
    title: 'three parallel handshakes are borne',
    wire: { rules: [{ kind: 'parallel-handshakes' }] },
    steps: [[pending, pending, pending].map((ask) => fails(ask, 'timeout')), [passes(hello())]],
  },
  {
    title: 'a fourth parallel handshake blocks the address',
    wire: { rules: [{ kind: 'parallel-handshakes' }] },
    steps: [
      [pending, pending, pending, pending].map((ask) => fails(ask, 'timeout')),
      [fails(hello(), 'timeout'), passes(hello('whole', BLOCKED, SECOND_ORIGIN))],
    ],
  },
];
