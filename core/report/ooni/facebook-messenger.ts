import { isConnected, type Measured } from './messenger-keys.ts';
import type { Templates, TestKeys } from './schema.ts';

/** OONI's names of the hosts (ts-019). */
const HOSTS = {
  b_api: 'b-api.facebook.com',
  b_graph: 'b-graph.facebook.com',
  edge: 'edge-mqtt.facebook.com',
  external_cdn: 'external.xx.fbcdn.net',
  scontent_cdn: 'scontent.xx.fbcdn.net',
  star: 'star.c10r.facebook.com',
  stun: 'stun.fbsbx.com',
} as const;

/** The keys of ts-019. Whose an address is we know by Meta's published ranges, not by its AS number. */
export function facebookMessengerKeys(
  measured: Measured,
  templates: Templates,
  isPublished: (address: string) => boolean,
): TestKeys<'facebook_messenger'> {
  const isConsistent = (host: string): boolean | null => {
    const looked = measured
      .stepsTo(host)
      .filter((step) => step.operation === 'resolve')
      .filter(({ resolver }) => resolver === 'system');
    if (looked.length === 0) return null;
    const answers = looked.flatMap(({ addresses }) => addresses);
    return answers.length > 0 && answers.every(isPublished);
  };
  const consistent = of(isConsistent);
  const reachable = of((host) => (isConsistent(host) === true ? isConnected(measured, host) : null));
  return {
    ...templates,
    facebook_b_api_dns_consistent: consistent.b_api,
    facebook_b_api_reachable: reachable.b_api,
    facebook_b_graph_dns_consistent: consistent.b_graph,
    facebook_b_graph_reachable: reachable.b_graph,
    facebook_edge_dns_consistent: consistent.edge,
    facebook_edge_reachable: reachable.edge,
    facebook_external_cdn_dns_consistent: consistent.external_cdn,
    facebook_external_cdn_reachable: reachable.external_cdn,
    facebook_scontent_cdn_dns_consistent: consistent.scontent_cdn,
    facebook_scontent_cdn_reachable: reachable.scontent_cdn,
    facebook_star_dns_consistent: consistent.star,
    facebook_star_reachable: reachable.star,
    facebook_stun_dns_consistent: consistent.stun,
    // It speaks UDP: OONI leaves it out, too.
    facebook_stun_reachable: null,
    facebook_dns_blocking: anyIs(Object.values(consistent), false),
    facebook_tcp_blocking: anyIs(
      [
        reachable.b_api,
        reachable.b_graph,
        reachable.edge,
        reachable.external_cdn,
        reachable.scontent_cdn,
        reachable.star,
      ],
      false,
    ),
  };
}

function of(ask: (host: string) => boolean | null) {
  const { b_api, b_graph, edge, external_cdn, scontent_cdn, star, stun } = HOSTS;
  return {
    b_api: ask(b_api),
    b_graph: ask(b_graph),
    edge: ask(edge),
    external_cdn: ask(external_cdn),
    scontent_cdn: ask(scontent_cdn),
    star: ask(star),
    stun: ask(stun),
  };
}

/** Whether one of them is so; null where none is known. */
function anyIs(values: readonly (boolean | null)[], wanted: boolean): boolean | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.includes(wanted);
}
