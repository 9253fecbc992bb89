import { describe, expect, it } from 'vitest';
import { type Failure, NetError, type ProxyFailure } from '../model/failure.ts';
import type { Step } from '../model/trace.ts';
import { silenceLimit } from './silence.ts';
import { step } from './testing/cases.ts';
import { streamFailure, tunnelFailure } from './tunnel-failure.ts';

const refusal = new NetError('proxy', 'x_proxy_far_end_failed');
const resolved = step.resolve('web.test', ['192.0.2.1']);
const proxied = (failure: ProxyFailure): Step => ({
  operation: 'proxy',
  protocol: 'socks5',
  startedAt: 0,
  endedAt: 1,
  failure,
});
const read = (failure: Failure | null): Step => ({
  operation: 'read',
  bytes: 0,
  startedAt: 0,
  endedAt: 1,
  failure,
});
const told = ({ operation, failure }: NetError) => `${operation} ${failure}`;

describe('why no stream opened', () => {
  it.each<[string, Step[]]>([
    [
      'resolve dns_nxdomain_error',
      [step.resolve('web.test', [], 'dns_nxdomain_error'), step.resolve('web.test', [], 'dns_no_answer')],
    ],
    [
      'connect connection_refused',
      [
        step.resolve('web.test', [], 'dns_no_answer'),
        resolved,
        step.connect('192.0.2.1', 'connection_refused'),
      ],
    ],
    [
      'connect generic_timeout_error',
      [
        resolved,
        step.connect('192.0.2.1', 'generic_timeout_error'),
        step.connect('2001:db8::1', 'network_unreachable'),
      ],
    ],
    ['connect network_unreachable', [resolved, step.connect('2001:db8::1', 'network_unreachable')]],
    [
      'proxy x_proxy_bad_credentials',
      [resolved, step.connect('192.0.2.1'), proxied('x_proxy_bad_credentials')],
    ],
    ['resolve dns_bogon_error', [resolved]],
    ['proxy x_proxy_far_end_failed', []],
  ])('%s', (expected, steps) => {
    expect(told(tunnelFailure(steps, refusal))).toBe(expected);
  });
});

describe('why an open stream failed', () => {
  const end = new NetError('tls', 'eof_error');

  it('is by the local proxy’s name for it where ours is an echo', () => {
    expect(told(streamFailure([read('connection_reset')], end))).toBe('tls connection_reset');
    expect(told(streamFailure([read(null)], end))).toBe('tls eof_error');
    expect(told(streamFailure([], end))).toBe('tls eof_error');
  });

  it('is by our own where that says more', () => {
    const stranger = new NetError('tls', 'ssl_unknown_authority');
    expect(told(streamFailure([read('connection_reset')], stranger))).toBe('tls ssl_unknown_authority');
  });
});

describe('the limit on silence', () => {
  const connect = (ms: number, failure: Failure | null = null): Step => ({
    ...step.connect('192.0.2.1', failure),
    endedAt: ms,
  });

  it.each([
    [1500, 'plain', [connect(60)]],
    [4800, 'plain', [connect(60), connect(400)]],
    [5000, 'strategy', [connect(3000)]],
    [3000, 'server', [connect(60)]],
    [1500, 'plain', [connect(900, 'connection_refused')]],
    [1500, 'plain', []],
  ] as const)('is %d ms on a %s way', (expected, kind, steps) => {
    expect(silenceLimit(steps, kind)).toBe(expected);
  });
});
