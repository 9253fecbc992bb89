import * as v from 'valibot';
import { COMMAND_ERRORS } from './commands.ts';
import { Count } from './parts.ts';
import { StateSchema } from './state.ts';

/** 256 bits in base64url. */
const Key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const Stream = v.picklist(['steps', 'traffic', 'log']);

/** What a page in a browser says to the loopback server, one JSON text each. */
export const PageMessageSchema = v.variant('type', [
  /** First, and within two seconds: the link it was opened with, and a key it made itself and keeps for reloads. */
  v.strictObject({ type: v.literal('hello'), link: Key, tab: Key }),
  v.strictObject({
    type: v.literal('call'),
    id: Count,
    command: v.pipe(v.string(), v.maxLength(64)),
    args: v.unknown(),
  }),
  v.strictObject({ type: v.literal('watch'), stream: Stream }),
  v.strictObject({ type: v.literal('unwatch'), stream: Stream }),
]);
export type PageMessage = v.InferOutput<typeof PageMessageSchema>;

/** What the server says to a page that it let in. */
export const ServerMessageSchema = v.variant('type', [
  v.object({ type: v.literal('state'), state: StateSchema }),
  v.object({ type: v.literal('items'), stream: Stream, items: v.array(v.unknown()) }),
  v.object({ type: v.literal('done'), id: Count, value: v.unknown() }),
  v.object({ type: v.literal('not-done'), id: Count, code: v.picklist(COMMAND_ERRORS) }),
]);
export type ServerMessage = v.InferOutput<typeof ServerMessageSchema>;

/** The longest message either way, in bytes. */
export const LONGEST_MESSAGE = { fromPage: 256 * 1024, toPage: 2 * 1024 * 1024 } as const;

/** Why the server closes a page's connection; codes for applications (RFC 6455, 7.4.2). */
export const PAGE_CLOSED = {
  /** Footbridge was ended. */
  ended: 4000,
  /** Another tab or browser was opened with this link. */
  linkUsed: 4001,
  /** No link of this run. */
  linkUnknown: 4002,
  tooMany: 4003,
  /** Its first message was no greeting, or none came in time. */
  noGreeting: 4004,
  /** It sends too fast, or does not read. */
  illBehaved: 4005,
} as const;
