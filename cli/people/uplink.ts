import type { EngineEvent } from '../../core/contract.ts';

const PROXIES: Readonly<Record<Uplink['proxy'], string | null>> = {
  none: null,
  followed: 'This network has a proxy of its own; going through it.',
  script: 'Your network uses a proxy script; the app window can follow it, here it goes straight out.',
  silent: 'This computer names a proxy that does not answer here; going past it.',
};

type Uplink = Extract<EngineEvent, { event: 'uplink' }>;

/** What is to be known of the network this computer is on; nothing where it is an ordinary one. */
export function uplinkLines({ isAnother, insideVpn, proxy }: Uplink): readonly string[] {
  const lines = [
    isAnother ? 'You are on another network; looking again.' : null,
    insideVpn ? "A VPN is on: what is measured is the VPN's network, not your provider's." : null,
    PROXIES[proxy],
  ];
  return lines.flatMap((line) => line ?? []);
}
