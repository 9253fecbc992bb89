import * as v from 'valibot';
import { ASK_REASONS, SHARE_PROBLEMS, TURNED_AWAY } from '../model/share.ts';
import { Count, Moment, Port, ShortText } from './parts.ts';

const DoorPort = v.nullable(Port);

const DeviceSchema = v.object({
  /** Counted from 1 while sharing goes on. */
  id: Count,
  address: ShortText,
  /** What the network calls it, where it says so. */
  name: v.nullable(ShortText),
  isBlocked: v.boolean(),
  /** Connections open now. */
  open: Count,
  /** Bytes from it and to it. */
  up: Count,
  down: Count,
  /** Connections of it that were turned away. */
  refused: Count,
});

/** Whether messengers are shared with phones on this network; never a password. */
export const ShareSchema = v.variant('is', [
  /** `problem`: why it is off although it was asked for. */
  v.object({ is: v.literal('off'), problem: v.nullable(v.picklist(SHARE_PROBLEMS)) }),
  /** Nothing is open before the person says that this network is theirs. */
  v.object({ is: v.literal('asking'), reason: v.picklist(ASK_REASONS) }),
  v.object({
    is: v.literal('on'),
    /** Of this computer, in private networks; the best first. */
    addresses: v.pipe(v.array(ShortText), v.minLength(1), v.maxLength(4)),
    /** Ports for WhatsApp's own proxy setting; null where WhatsApp is not chosen. */
    whatsapp: v.nullable(
      v.object({
        /** Chats with TLS, without, and pictures. */
        tls: DoorPort,
        plain: DoorPort,
        media: DoorPort,
      }),
    ),
    /** Ports for Telegram; null where Telegram is not chosen. */
    telegram: v.nullable(v.object({ mtproto: DoorPort, socks: DoorPort })),
    /** Whether it begins by itself in this network. */
    isKept: v.boolean(),
    devices: v.pipe(v.array(DeviceSchema), v.maxLength(128)),
    /** Connections that were turned away, in all and the latest. */
    refused: Count,
    latest: v.pipe(
      v.array(v.object({ at: Moment, device: v.nullable(Count), why: v.picklist(TURNED_AWAY) })),
      v.maxLength(20),
    ),
  }),
]);
export type ShareView = v.InferOutput<typeof ShareSchema>;

/** While nobody asked for it. */
export const SHARE_OFF: ShareView = { is: 'off', problem: null };
