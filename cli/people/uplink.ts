import type { EngineEvent } from '../../core/contract.ts';
import { type RivalView, rivalsThatMatter } from '../../core/model/rivals.ts';
import type { Cause } from '../../core/model/verdict.ts';

const PROXIES: Readonly<Record<Uplink['proxy'], string | null>> = {
  none: null,
  followed: 'This network has a proxy of its own; going through it.',
  script: 'Your network uses a proxy script; the app window can follow it, here it goes straight out.',
  silent: 'This computer names a proxy that does not answer here; going past it.',
};

type Uplink = Extract<EngineEvent, { event: 'uplink' }>;

const RIVALS: Readonly<Record<RivalView['kind'], (name: string) => string>> = {
  reshapes: (name) =>
    `${name} is running. Two programs that disguise connections disturb each other: use one of them at a time.`,
  inspects: (name) =>
    `${name} is running. If it looks into encrypted connections, switch that off in its settings.`,
  slows: (name) => `${name} is running. It is known to slow down or break connections: try it without.`,
};

/** What other programs on this computer may have to do with what was found. */
export function rivalLines(rivals: readonly RivalView[], found: readonly Cause[]): readonly string[] {
  return rivalsThatMatter(rivals, found).map(({ name, kind }) => RIVALS[kind](name));
}

/** What is to be known of the network this computer is on; nothing where it is an ordinary one. */
export function uplinkLines({ isAnother, insideVpn, proxy }: Uplink): readonly string[] {
  const lines = [
    isAnother ? 'You are on another network; looking again.' : null,
    insideVpn ? "A VPN is on: what is measured is the VPN's network, not your provider's." : null,
    PROXIES[proxy],
  ];
  return lines.flatMap((line) => line ?? []);
}
