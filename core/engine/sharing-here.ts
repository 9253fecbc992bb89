import { networkInterfaces } from 'node:os';
import { makeCertificate } from '../share/certificate.ts';
import { findPlaces } from '../share/places.ts';
import { openShare } from '../share/share.ts';
import { systemDeviceKind } from '../system/network/reader.ts';
import { chosenMessengers } from './chosen.ts';
import { deviceName } from './device-name.ts';
import { here } from './here.ts';
import { dataCentresOf } from './mtproto-door.ts';
import type { EngineParts } from './parts.ts';
import { createSharing, type Sharing, type SharingParts } from './sharing.ts';

/** Cards whose kind is remembered. */
const MOST_CARDS = 256;

/** Sharing on the cards that this computer has. */
export function openSharing(
  parts: EngineParts,
  connection: Pick<SharingParts, 'keep' | 'carry' | 'ended'>,
): Sharing {
  const { clock, random, resources, settings } = parts;
  const ask = systemDeviceKind(here());
  /** Asking may start a program, and a card stays what it is. */
  const kinds = new Map<string, ReturnType<typeof ask>>();
  const kindOf = (device: string) => {
    const kind = kinds.get(device) ?? ask(device);
    if (kinds.size < MOST_CARDS) kinds.set(device, kind);
    return kind;
  };
  return createSharing({
    ...parts,
    ...connection,
    chosen: () => chosenMessengers(resources.messengers, settings.settings.messengers).map(({ id }) => id),
    dataCentres: dataCentresOf(resources),
    findPlaces: () => findPlaces(networkInterfaces(), async (device) => (await kindOf(device)) === 'tunnel'),
    makeCertificate: () => makeCertificate(random, clock.now()),
    openShare,
    nameOf: deviceName,
  });
}
