import type { Controls } from '../../model/controls.ts';
import type { DeepCheckData } from '../../model/deep-check.ts';
import type { Messenger } from '../../model/messenger.ts';
import type { ForgedAddresses, Operator } from '../../model/operators.ts';
import { createRangeSet } from '../../net/ip.ts';
import type { Evidence } from './redactor.ts';

/** The data files that say what is public. */
export interface PublicData {
  readonly messengers: readonly Messenger[];
  readonly operators: readonly Operator[];
  readonly controls: Controls;
  readonly forged: ForgedAddresses;
  readonly deepCheck: DeepCheckData;
}

/**
 * Names and addresses that are everybody's: of messengers, controls, public resolvers and censors. Nothing else is shown. A
 * country's own controls tell which country it is, and are everybody's only where the person says that.
 */
export function publicEvidence(
  { messengers, operators, controls, forged, deepCheck }: PublicData,
  country: string | null,
): Evidence {
  const patterns = messengers.flatMap(({ purposes }) => purposes.flatMap(({ names }) => names));
  const suffixes = patterns.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
  const hosts = new Set<string>([
    ...patterns.filter((name) => !name.startsWith('*.')),
    ...messengers.flatMap(({ purposes, endpoints, hints }) => [
      ...purposes.flatMap(({ samples }) => samples.flat().map(({ host }) => host)),
      ...endpoints.map(({ host }) => host),
      ...Object.keys(hints),
    ]),
    ...operators.flatMap(({ certificateName }) => certificateName ?? []),
    ...deepCheck.others.flatMap(({ endpoints }) => endpoints.map(({ host }) => host)),
    ...[deepCheck.stun, deepCheck.quic].flat().map(({ host }) => host),
    ...deepCheck.names,
    ...[controls.foreign, controls.neutral, controls.bulk, controls.portals].flat().map(({ host }) => host),
    ...(country === null ? [] : (controls.domestic[country]?.controls ?? [])).map(({ host }) => host),
  ]);
  const ranges = createRangeSet([
    ...messengers.flatMap(({ cidrs, hints }) => [...cidrs, ...Object.values(hints).flat()]),
    ...operators.flatMap(({ addresses }) => addresses),
    ...Object.values(forged.blockPages).flat(),
    ...['127.0.0.1', '::1', '0.0.0.0', '::'],
  ]);
  return {
    isPublicHost: (host) => hosts.has(host) || suffixes.some((suffix) => host.endsWith(suffix)),
    isEvidence: ranges.has,
  };
}
