import type { WorldMap } from './map.ts';
import { COMPANY, INTERCEPTOR, ISP_RESOLVER, PORTAL, VPS } from './plan.ts';
import type { Resources } from './resources.ts';

/**
 * What the `$tokens` of scenarios stand for: `$names`, `$names:whatsapp` (blocked names, each with all below it),
 * `$addresses:whatsapp` (a messenger's, `domestic` or `other` hosts), `$resolver:google`, `$isp`, `$company`, `$vps`, `$portal`, `$interceptor`.
 */
export function tokenLookup(
  { messengers, operators }: Resources,
  { hosts }: WorldMap,
): (token: string) => readonly string[] {
  const namesOf = (id: string | undefined): string[] => {
    const chosen = messengers.filter((messenger) => id === undefined || messenger.id === id);
    const patterns = chosen.flatMap(({ purposes }) => purposes.flatMap(({ names }) => names));
    const suffixes = [
      ...new Set(patterns.filter((name) => name.startsWith('*.')).map((name) => name.slice(2))),
    ];
    const covered = (name: string): boolean =>
      suffixes.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
    return [...suffixes, ...patterns.filter((name) => !name.startsWith('*.') && !covered(name))];
  };
  const addressesOf = (group: string | undefined): string[] => {
    const invented = [...hosts.values()].filter((host) => host.group === group);
    const ranges = messengers.filter(({ id }) => id === group).flatMap(({ cidrs }) => cidrs);
    return [...new Set([...ranges, ...invented.flatMap(({ v4, v6 }) => [...v4, ...v6])])];
  };
  return (token) => {
    const [kind, id] = token.split(':', 2);
    const found: Record<string, () => readonly string[]> = {
      names: () => namesOf(id),
      addresses: () => addressesOf(id),
      resolver: () =>
        operators.filter((operator) => operator.id === id).flatMap(({ addresses }) => addresses),
      isp: () => Object.values(ISP_RESOLVER),
      company: () => [COMPANY.address],
      vps: () => [VPS.good, VPS.other, VPS.dead, VPS.slow, VPS.site],
      portal: () => [PORTAL.address],
      interceptor: () => [INTERCEPTOR.address],
    };
    const values = found[kind ?? '']?.() ?? [];
    if (values.length === 0) throw new Error(`$${token} stands for nothing`);
    return values;
  };
}
