import { networkInterfaces } from 'node:os';
import { makeCertificate } from '../share/certificate.ts';
import { findPlaces } from '../share/places.ts';
import { openShare } from '../share/share.ts';
import { systemDeviceKind } from '../system/network/reader.ts';
import { chosenMessengers } from './chosen.ts';
import { deviceName } from './device-name.ts';
import { here } from './here.ts';
import type { EngineParts } from './parts.ts';
import { createSharing, type Sharing, type SharingParts } from './sharing.ts';

/** Sharing on the cards that this computer has. */
export function openSharing(
  parts: EngineParts,
  connection: Pick<SharingParts, 'keep' | 'carry' | 'ended'>,
): Sharing {
  const { clock, random, resources, settings } = parts;
  const kindOf = systemDeviceKind(here());
  return createSharing({
    ...parts,
    ...connection,
    chosen: () => chosenMessengers(resources.messengers, settings.settings.messengers).map(({ id }) => id),
    findPlaces: () => findPlaces(networkInterfaces(), async (device) => (await kindOf(device)) === 'tunnel'),
    makeCertificate: () => makeCertificate(random, clock.now()),
    openShare,
    nameOf: deviceName,
  });
}
