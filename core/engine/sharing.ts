import { isDeepStrictEqual } from 'node:util';
import { SHARE_OFF, type ShareView } from '../contract.ts';
import type { AskReason, Device, TurnedAway } from '../model/share.ts';
import { onAbort } from '../net/abort.ts';
import type { OwnCertificate } from '../share/certificate.ts';
import type { Place } from '../share/places.ts';
import type { Share, ShareOptions, TelegramKeys } from '../share/share.ts';
import type { EngineParts } from './parts.ts';
import { consentIn, type Ground, isSameGround } from './sharing-consent.ts';
import { mtprotoLinkTo, socksLinkTo, telegramPassword, telegramSecret } from './sharing-link.ts';

/** How often the network is looked at while phones depend on it being the same; also how often people are told. Milliseconds. */
const LOOK_MS = 1_000;
/** A look that comes so much later tells that the computer slept. Milliseconds. */
const SLEPT_MS = 3_000;

export interface SharingParts
  extends Pick<EngineParts, 'clock' | 'random' | 'emit' | 'settings' | 'vault' | 'readNetwork'> {
  readonly keep: (write: () => Promise<void>) => Promise<void>;
  readonly carry: ShareOptions['carry'];
  /** The messengers that are searched for. */
  readonly chosen: () => readonly string[];
  /** Of Telegram, by their addresses. */
  readonly dataCentres: ReadonlyMap<string, number>;
  readonly findPlaces: () => Promise<readonly Place[]>;
  readonly makeCertificate: () => Promise<OwnCertificate>;
  readonly openShare: (
    options: ShareOptions,
  ) => Promise<Share | 'no-network' | 'no-messenger' | 'cannot-listen'>;
  /** What the network calls a device; null where it does not say. Never rejects. */
  readonly nameOf: (address: string, signal: AbortSignal) => Promise<string | null>;
  /** Ends with the connection. */
  readonly ended: AbortSignal;
}

/** For a phone's Telegram, with what it has to show; null where that way in is not open. */
export interface PhoneLinks {
  readonly mtproto: string | null;
  readonly socks: string | null;
}

const NO_DOOR = { mtproto: null, socks: null };

/** Sharing with phones, for one connection: off, asking, or on. */
export interface Sharing {
  /** Asks first where this network was not said yes to, unless `isSure`. */
  begin(how: { isSure: boolean; keep: boolean }): Promise<void>;
  /** The person wants none; it does not begin by itself here any more either. */
  end(): Promise<void>;
  /** Begins by itself where that was wished for this network. */
  resume(): Promise<void>;
  /** Other messengers are searched for. */
  chosenChanged(): Promise<void>;
  /** This may be another network: nothing goes on unasked. */
  networkChanged(): Promise<void>;
  /** The network shows a page to log in on. */
  networkIsPublic(): Promise<void>;
  /** False where there is no such device. */
  block(id: number, isBlocked: boolean): boolean;
  links(): PhoneLinks;
  close(): Promise<void>;
}

interface Open {
  readonly share: Share;
  readonly ground: Ground;
  isKept: boolean;
  /** What is shared, as one word. */
  readonly messengers: string;
  readonly links: PhoneLinks;
  readonly stop: AbortController;
}

/** One change after the other: a switch that is pressed twice leaves what was pressed last. */
export function createSharing(parts: SharingParts): Sharing {
  const { clock, emit, settings, ended } = parts;
  const consent = consentIn(parts);
  let open: Open | null = null;
  let told: ShareView = SHARE_OFF;
  let isPublic = false;
  /** Since the last look. */
  const refusals = new Map<TurnedAway, number>();
  let certificate: Promise<OwnCertificate> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  }

  const shared = () => ['whatsapp', 'telegram'].filter((id) => parts.chosen().includes(id)).join();

  function tell(share: ShareView): void {
    if (isDeepStrictEqual(share, told)) return;
    told = share;
    emit({ event: 'share', share });
  }

  async function look(isThorough = false): Promise<Ground> {
    const [facts, places] = await Promise.all([parts.readNetwork(isThorough), parts.findPlaces()]);
    return { facts, places };
  }

  async function start(ground: Ground, keep: boolean): Promise<void> {
    await stop();
    const chosen = parts.chosen();
    const { identityKey } = parts.vault;
    const keys = {
      secret: telegramSecret(identityKey, ground.facts),
      password: telegramPassword(identityKey, ground.facts),
      dataCentres: parts.dataCentres,
    };
    if (chosen.includes('whatsapp')) certificate ??= parts.makeCertificate();
    const stopping = new AbortController();
    const share = await parts.openShare({
      places: ground.places,
      carry: parts.carry,
      whatsapp: chosen.includes('whatsapp') && certificate !== null ? await certificate : null,
      telegram: chosen.includes('telegram') ? keys : null,
      clock,
      random: parts.random,
      onChange: () => undefined,
      onRefused: (why) => void refusals.set(why, (refusals.get(why) ?? 0) + 1),
      onDevice: ({ id, address }: Device) =>
        void parts
          .nameOf(address, stopping.signal)
          .then((name) => name !== null && open?.share.named(id, name)),
    });
    if (typeof share === 'string') return tell({ is: 'off', problem: share });
    if (ended.aborted) return share.close();
    const links = linksTo(share, keys);
    open = { share, ground, isKept: keep, messengers: shared(), links, stop: stopping };
    tell(viewOf(open));
    watch(open).catch(() => undefined);
  }

  /** Closes the doors; what was told is left as it is. */
  async function stop(): Promise<void> {
    const closing = open;
    open = null;
    closing?.stop.abort();
    await closing?.share.close();
  }

  /** Looks whether this is still the same network, and tells what phones do, until it is stopped. */
  async function watch(mine: Open): Promise<void> {
    let { ground } = mine;
    for (;;) {
      const before = clock.now();
      await clock.sleep(LOOK_MS, mine.stop.signal);
      const hasSlept = clock.now() - before > LOOK_MS + SLEPT_MS;
      const now = await look(hasSlept);
      if (open !== mine) return;
      tellRefusals();
      if (hasSlept || !isSameGround(ground, now)) {
        return inOrder(() => (open === mine ? changed(now, 'network-changed') : Promise.resolve()));
      }
      if (ground.facts.hardware.length === 0) ground = now;
      tell(viewOf(mine));
    }
  }

  /** Phones are let go at once; they come back only where the person has said yes before. */
  async function changed(now: Ground, reason: AskReason): Promise<void> {
    const was = open;
    await stop();
    if (was === null) return;
    if (!isPublic && consent.has(now)) await start(now, consent.isKept(now));
    else tell({ is: 'asking', reason });
  }

  /** A scan of all ports must not fill the log. */
  function tellRefusals(): void {
    for (const [why, count] of refusals) emit({ event: 'turned-away', why, count });
    refusals.clear();
  }

  const unlink = onAbort(ended, () => void inOrder(stop));

  return {
    begin: ({ isSure, keep }) =>
      inOrder(async () => {
        const ground = await look();
        if (!isSure && (isPublic || !consent.has(ground))) {
          await stop();
          return tell({ is: 'asking', reason: isPublic ? 'public-network' : 'new-network' });
        }
        await consent.give(ground, keep);
        // Phones that are connected are left alone where nothing but the wish for next time is another.
        if (open === null || !isSameGround(open.ground, ground)) return start(ground, keep);
        open.isKept = keep;
        tell(viewOf(open));
      }),
    end: () =>
      inOrder(async () => {
        await stop();
        tell(SHARE_OFF);
        await consent.takeBack(await look());
      }),
    resume: () =>
      inOrder(async () => {
        if ((settings.settings.sharedNetworks ?? []).length === 0) return;
        const ground = await look();
        if (consent.isKept(ground)) await start(ground, true);
      }),
    chosenChanged: () =>
      inOrder(async () => {
        if (open !== null && open.messengers !== shared()) await start(open.ground, open.isKept);
      }),
    networkChanged: () =>
      inOrder(async () => {
        isPublic = false;
        if (open !== null) await changed(await look(), 'network-changed');
      }),
    networkIsPublic: () =>
      inOrder(async () => {
        isPublic = true;
        if (open !== null) await changed(open.ground, 'public-network');
      }),
    block: (id, isBlocked) => {
      const isKnown = open?.share.block(id, isBlocked) ?? false;
      if (open !== null) tell(viewOf(open));
      return isKnown;
    },
    links: () => open?.links ?? NO_DOOR,
    async close() {
      unlink();
      await inOrder(stop);
    },
  };
}

function linksTo(
  { addresses: [host = ''], telegram }: Share,
  { secret, password }: Pick<TelegramKeys, 'secret' | 'password'>,
): PhoneLinks {
  const { mtproto, socks } = telegram ?? NO_DOOR;
  return {
    mtproto: mtproto === null ? null : mtprotoLinkTo(host, mtproto, secret),
    socks: socks === null ? null : socksLinkTo(host, socks, password),
  };
}

function viewOf({ share, isKept }: Open): ShareView {
  const { latest, count } = share.turnedAway();
  return {
    is: 'on',
    addresses: [...share.addresses],
    whatsapp: share.whatsapp,
    telegram: share.telegram,
    isKept,
    devices: [...share.devices()],
    refused: count,
    latest: [...latest],
  };
}
