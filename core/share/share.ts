import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { CarryGuest } from '../local-proxy/guest.ts';
import type { Credentials } from '../local-proxy/socks5.ts';
import { NetError } from '../model/failure.ts';
import type { Device, ShareProblem, TelegramDoor, Turned, TurnedAway, WhatsappDoor } from '../model/share.ts';
import type { Clock, Random } from '../model/time.ts';
import { DONE, linkedController } from '../net/abort.ts';
import type { OwnCertificate } from './certificate.ts';
import { createGuests } from './guests.ts';
import { SHARE_LIMITS, type ShareLimits } from './limits.ts';
import { type Door, listenAt } from './listen.ts';
import { carryMtproto, type MtprotoKeys } from './mtproto.ts';
import type { Pace } from './pace.ts';
import { PacedStream } from './paced-stream.ts';
import type { Place } from './places.ts';
import { createRefusals } from './refusals.ts';
import { carryTelegram } from './telegram.ts';
import type { Came, Host } from './visitor.ts';
import { carryChat, carryChatInTls, carryMedia } from './whatsapp.ts';

/** Tried one after the other. Low ones may need a privilege; 0 stands for any that is free. */
export const SHARE_PORTS = {
  tls: [443, 8443],
  plain: [5222, 15222, 0],
  media: [587, 7777, 0],
  mtproto: [1443, 11443, 0],
  socks: [1080, 11080, 0],
} as const;

/** What Telegram's apps show to be let in, one way or the other. */
export interface TelegramKeys extends MtprotoKeys {
  readonly password: Credentials;
}

export interface ShareOptions {
  readonly places: readonly Place[];
  readonly carry: CarryGuest;
  /** What is shared: a messenger that is absent has no door. */
  readonly whatsapp: OwnCertificate | null;
  readonly telegram: TelegramKeys | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Something worth showing has changed. */
  readonly onChange: () => void;
  readonly onRefused: (why: TurnedAway) => void;
  /** A device came for the first time. */
  readonly onDevice: (device: Device) => void;
  readonly limits?: Partial<ShareLimits>;
  readonly ports?: Readonly<Record<keyof typeof SHARE_PORTS, readonly number[]>>;
}

/** Doors for phones that are open until `close`. */
export interface Share {
  readonly addresses: readonly string[];
  readonly whatsapp: WhatsappDoor | null;
  readonly telegram: TelegramDoor | null;
  devices(): readonly Device[];
  /** The latest that were turned away, and how many in all. */
  turnedAway(): { readonly latest: readonly Turned[]; readonly count: number };
  named(id: number, name: string): void;
  block(id: number, isBlocked: boolean): boolean;
  /** Stops listening and ends every connection at once. */
  close(): Promise<void>;
}

/** Opens the doors for phones at the given places; or says why there is none. */
export async function openShare(options: ShareOptions): Promise<Share | ShareProblem> {
  const { places, carry, clock, onChange, onRefused } = options;
  if (places.length === 0) return 'no-network';
  if (options.whatsapp === null && options.telegram === null) return 'no-messenger';
  const limits = { ...SHARE_LIMITS, ...options.limits };
  const ports = options.ports ?? SHARE_PORTS;
  const guests = createGuests(clock, limits, options.onDevice);
  const refusals = createRefusals();
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const doors: Door[] = [];

  function turnAway(address: string, why: TurnedAway): void {
    // A stranger of another network is no device of this one.
    const device = why === 'not-of-this-network' ? null : guests.refused(address);
    refusals.add({ at: Math.max(0, clock.now()), device, why });
    onRefused(why);
    onChange();
  }

  function letIn(client: Socket, place: Place, host: Host, hasPassword: boolean): void {
    client.on('error', () => undefined);
    const { remoteAddress: address } = client;
    const why = address === undefined || !place.has(address) ? 'not-of-this-network' : null;
    const stay = why ?? guests.admit(address ?? '', client, hasPassword);
    if (typeof stay === 'string') {
      client.destroy();
      turnAway(address ?? '', stay);
      return;
    }
    const { controller, unlink } = linkedController(ended.signal);
    client.once('close', () => {
      unlink();
      controller.abort(DONE);
      onChange();
    });
    onChange();
    host({
      ...{ client, signal: controller.signal, clock },
      carry: atPace(carry, stay.pace, clock),
      handshake: limits.handshake,
      carriedBy: stay.carriedBy,
    }).then(
      (came) => over(client, address ?? '', came),
      (error: unknown) => over(client, address ?? '', controller.signal.aborted ? null : faultOf(error)),
    );
  }

  function over(client: Socket, address: string, came: Came): void {
    if (came === 'wrong-password') guests.mistaken(address);
    if (came !== null) turnAway(address, came);
    // Who does not know the secret must not learn from when it is closed that there is one.
    if (client.destroyed || came === 'wrong-secret') return;
    // What was said last still goes out.
    if (client.writableEnded)
      client.once(
        'close',
        clock.after(limits.handshake, () => client.destroy()),
      );
    else client.destroy();
  }

  async function open(asked: readonly number[], host: Host, hasPassword = false): Promise<number | null> {
    const door = await listenAt(places, asked, (client, place) => letIn(client, place, host, hasPassword));
    if (door !== null) doors.push(door);
    return door?.port ?? null;
  }

  async function close(): Promise<void> {
    const closed = Promise.all(doors.map((door) => door.close()));
    ended.abort(DONE);
    guests.close();
    await closed;
  }

  const whatsapp =
    options.whatsapp === null
      ? null
      : {
          tls: await open(ports.tls, carryChatInTls(createSecureContext(options.whatsapp))),
          plain: await open(ports.plain, carryChat),
          media: await open(ports.media, carryMedia),
        };
  const telegram =
    options.telegram === null
      ? null
      : {
          mtproto: await open(ports.mtproto, carryMtproto(options.telegram, options)),
          socks: await open(ports.socks, carryTelegram(options.telegram.password), true),
        };
  const [first] = doors;
  if (first === undefined) return 'cannot-listen';
  return {
    addresses: first.places.map(({ address }) => address),
    whatsapp,
    telegram,
    devices: guests.list,
    turnedAway: () => ({ latest: refusals.latest(), count: refusals.count() }),
    named: guests.named,
    block(id, isBlocked) {
      const isKnown = guests.block(id, isBlocked);
      onChange();
      return isKnown;
    },
    close,
  };
}

/** Carries no faster than the device may; a stream that was not carried is the door's again. */
function atPace(carry: CarryGuest, pace: Pace, clock: Clock): CarryGuest {
  return async (stream, request) => {
    const paced = new PacedStream(stream, pace, clock);
    const outcome = await carry(paced, request);
    if (outcome.kind !== 'carried') paced.release();
    return outcome;
  };
}

/** What a phone did wrong that broke off, or said nothing that could be read. */
function faultOf(error: unknown): Came {
  if (!(error instanceof NetError)) return 'not-its-protocol';
  if (error.failure === 'generic_timeout_error') return 'too-slow';
  // It left of its own accord: apps open connections and think again.
  return ['eof_error', 'connection_reset'].includes(error.failure) ? null : 'not-its-protocol';
}
