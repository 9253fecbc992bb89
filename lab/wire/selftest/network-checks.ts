import { BOX, ISP_RESOLVER, ORIGIN, ORIGIN6, PORTAL, RESOLVER, SECOND_ORIGIN } from './addresses.ts';
import { type Check, equals, fails, passes, within } from './check.ts';
import type { Reply, Request } from './requests.ts';

const firstAnswer = ({ answers }: Reply) => answers[0]?.text;
const allAnswers = ({ answers }: Reply) => answers.map(({ text }) => text).join(' ');

function page(address: string, bytes = 100, waitMs = 1200): Request {
  return { do: 'http', address, bytes, waitMs };
}

function secure(address: string): Request {
  return { do: 'tls', address, name: 'example.org' };
}

function ask(over: 'udp' | 'tcp', name = 'web.whatsapp.com', resolver = RESOLVER): Request {
  return { do: 'dns', over, name, resolver };
}

/** Censors that look at addresses, DNS and volume. */
export const NETWORK_CHECKS: readonly Check[] = [
  {
    title: 'forged DNS answers',
    wire: { rules: [{ kind: 'dns-forge', names: ['whatsapp.com'], answer: { a: '10.10.34.36' } }] },
    steps: [
      [
        equals(ask('udp'), allAnswers, `10.10.34.36 ${RESOLVER}`),
        equals(ask('tcp'), allAnswers, RESOLVER),
        equals(ask('udp', 'example.org'), allAnswers, RESOLVER),
      ],
    ],
  },
  {
    title: 'forged NXDOMAIN, question kept',
    wire: { rules: [{ kind: 'dns-forge', names: ['whatsapp.com'], answer: 'nxdomain', dropQuery: true }] },
    steps: [[equals(ask('udp'), allAnswers, 'NXDOMAIN')]],
  },
  {
    title: 'port 53 hijacked',
    wire: { rules: [{ kind: 'dns-hijack', to: { ipv4: ISP_RESOLVER } }] },
    steps: [
      [
        equals(ask('udp'), firstAnswer, ISP_RESOLVER),
        equals(ask('tcp'), firstAnswer, ISP_RESOLVER),
        equals(ask('udp', 'x.org', '4.4.4.4'), firstAnswer, ISP_RESOLVER),
      ],
    ],
  },
  ...(
    [
      ['drop', 'timeout', 'timeout'],
      ['tcp-reset', 'ECONNREFUSED', 'ECONNREFUSED'],
      ['icmp-prohibited', 'EHOSTUNREACH', 'EACCES'],
    ] as const
  ).map(
    ([action, outcome, outcome6]): Check => ({
      title: `address blocked by ${action}`,
      wire: { rules: [{ kind: 'block-address', addresses: [`${ORIGIN}/32`, ORIGIN6], action }] },
      steps: [[fails(page(ORIGIN), outcome), fails(page(ORIGIN6), outcome6), passes(page(SECOND_ORIGIN))]],
    }),
  ),
  {
    title: 'freeze after 16 KiB',
    wire: { rules: [{ kind: 'freeze', exceptAddresses: [SECOND_ORIGIN] }] },
    steps: [
      [
        passes(page(ORIGIN, 10_000)),
        within(page(ORIGIN, 100_000), ({ received }) => received, [10_000, 16_384]),
        passes(page(SECOND_ORIGIN, 100_000, 3000)),
      ],
    ],
  },
  {
    title: 'policing to 16 kB/s',
    wire: { rules: [{ kind: 'police', addresses: [ORIGIN] }] },
    steps: [
      [
        // What a second of start-up and lost retransmissions leave of the rate, and what the burst adds.
        within(page(ORIGIN, 1_000_000, 5000), ({ received }) => received, [30_000, 88_000]),
        passes(page(SECOND_ORIGIN, 200_000, 3000)),
      ],
    ],
  },
  {
    title: 'white list',
    wire: { rules: [{ kind: 'whitelist', addresses: [SECOND_ORIGIN] }] },
    steps: [[passes(page(SECOND_ORIGIN)), fails(page(ORIGIN), 'timeout'), fails(ask('udp'), 'timeout')]],
  },
  {
    title: 'captive portal',
    wire: { rules: [{ kind: 'portal', to: PORTAL, others: 'reset' }] },
    steps: [
      [
        equals(page(ORIGIN), ({ from }) => from, 'portal'),
        equals(page('203.0.113.9'), ({ from }) => from, 'portal'),
        fails(secure(ORIGIN), 'ECONNREFUSED'),
        passes(ask('udp')),
      ],
    ],
  },
  {
    title: 'TLS intercepted',
    wire: { rules: [{ kind: 'redirect-tls', to: BOX, exceptAddresses: [SECOND_ORIGIN] }] },
    steps: [
      [
        equals(secure(ORIGIN), ({ from }) => from, 'box'),
        equals(secure(SECOND_ORIGIN), ({ from }) => from, 'origin'),
        equals(page(ORIGIN), ({ from }) => from, 'origin'),
      ],
    ],
  },
  {
    title: 'cable down',
    wire: { rules: [{ kind: 'down' }] },
    steps: [[fails(page(ORIGIN), 'timeout'), fails(ask('udp'), 'timeout')]],
  },
];
