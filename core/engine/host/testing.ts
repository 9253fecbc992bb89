import * as fc from 'fast-check';
import { COMPUTER_PROBLEMS, type EngineEvent } from '../../contract.ts';
import { PROXY_MODES } from '../../model/computer.ts';
import { PURPOSES } from '../../model/messenger.ts';
import { NETWORK_PROXIES } from '../../model/network-proxy.ts';
import type { RouteKey } from '../../model/route.ts';
import type { Step } from '../../model/trace.ts';
import { CAUSES } from '../../model/verdict.ts';
import type { HostEvent } from './model.ts';

const messenger = fc.constantFrom('signal', 'whatsapp', 'viber', 'icq', 'x'.repeat(40));
const purpose = fc.constantFrom(...PURPOSES);
const key: fc.Arbitrary<RouteKey> = fc.record({ messenger, purpose });
const keys = fc.array(key, { maxLength: 4 });
const at = fc.nat();
const label = fc.oneof(
  fc.constantFrom('system', 'doh:quad9', 'doh:quad9 | tlsfrag:sni', 'socks5://•••@a:1'),
  fc.string({ maxLength: 20 }),
  fc.constant(`doh:${'q'.repeat(5000)}`),
);
const cause = fc.constantFrom(...CAUSES);
const detail = fc.oneof(fc.string(), fc.constant('d'.repeat(5000)));
const finding = fc.record({ cause, detail }, { requiredKeys: ['cause'] });
const failure = fc.constantFrom<Step['failure']>(
  null,
  'connection_reset',
  'interrupted',
  `unknown_failure: ${'u'.repeat(300)}`,
);
const times = { startedAt: fc.double({ noNaN: true, min: 0, max: 1e6 }), endedAt: fc.nat(), failure };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    ...{ operation: fc.constant('resolve' as const), name: fc.string(), resolver: label },
    ...{ addresses: fc.constant([]), ...times },
  }),
  fc.record({
    operation: fc.constant('connect' as const),
    address: fc.record({ host: fc.string(), port: fc.nat(65535) }),
    ...times,
  }),
  fc.record({ operation: fc.constant('bulk' as const), bytes: at, bytesPerSecond: at, ...times }),
);

const engineEvent: fc.Arbitrary<EngineEvent> = fc.oneof(
  fc.record({ event: fc.constant('trying' as const), messenger, purpose, rung: label, transport: label }),
  fc.record({
    ...{ event: fc.constant('uplink' as const), insideVpn: fc.boolean(), isAnother: fc.boolean() },
    proxy: fc.constantFrom(...NETWORK_PROXIES),
  }),
  fc.record({ event: fc.constant('network' as const), cause: fc.option(cause), detail }),
  fc.record({
    ...{ event: fc.constant('verdict' as const), messenger, purpose },
    state: fc.constantFrom('reachable' as const, 'answers' as const, 'blocked' as const, 'unknown' as const),
    causes: fc.array(cause),
    findings: fc.array(finding, { maxLength: 20 }),
  }),
  fc.record({
    ...{ event: fc.constant('route' as const), messenger, purpose, transport: label },
    seconds: fc.double({ noNaN: true, min: -1, max: 1e6 }),
    proof: fc.constantFrom('bulk' as const, 'dialogue' as const),
  }),
  fc.record({
    ...{ event: fc.constant('moved' as const), messenger, purpose },
    ...{ from: fc.option(label), to: fc.option(label) },
  }),
  fc.record(
    { event: fc.constant('error' as const), code: detail, message: detail, transport: label },
    { requiredKeys: ['event', 'code', 'message'] },
  ),
);

const proxy = fc.record({
  host: fc.constant('127.0.0.1' as const),
  port: fc.integer({ min: 1, max: 65535 }),
  pac: fc.constant('http://127.0.0.1/proxy.pac'),
});

/** Anything that may happen to a host, of messengers that are chosen, known and unknown. */
export const anyEvent: fc.Arbitrary<HostEvent> = fc.oneof(
  engineEvent,
  fc.record({ event: fc.constant('connecting' as const), at }),
  fc.record({ event: fc.constant('opened' as const), proxy, at }),
  fc.record({ event: fc.constant('search-began' as const), keys, isAsked: fc.boolean() }),
  fc.record({ event: fc.constant('search-ended' as const), keys, isAsked: fc.boolean(), at }),
  fc.record({ event: fc.constant('step' as const), key, transport: label, step }),
  fc.constantFrom<HostEvent>({ event: 'network-changed' }, { event: 'stopping' }, { event: 'stopped' }),
  fc.record({ event: fc.constant('dropped' as const), key }),
  fc.record({ event: fc.constant('in-use' as const), messenger, at }),
  fc.record({ event: fc.constant('chosen' as const), ids: fc.array(messenger, { maxLength: 5 }) }),
  fc.record({
    event: fc.constant('computer' as const),
    computer: fc.record(
      {
        proxy: fc.constantFrom(...PROXY_MODES),
        isSet: fc.boolean(),
        problem: fc.constantFrom(null, ...COMPUTER_PROBLEMS),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    event: fc.constant('way-test' as const),
    id: fc.constantFrom('server:1', 'server:2'),
    test: fc.constant({ outcome: 'running' as const }),
  }),
);
