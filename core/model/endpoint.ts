import * as v from 'valibot';

const Host = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535));
const Path = v.pipe(v.string(), v.startsWith('/'), v.maxLength(256));

/**
 * How a host of a whole set is asked: `connect` opens TCP; `https` gets any status over trusted TLS; `http-post` gets any
 * status for an empty POST (OONI's question to Telegram's access points); `tls-hello` gets a certificate that only the app can
 * judge; `websocket` is upgraded; `resolve` asks for its address and no more.
 */
export const ASKS = ['connect', 'https', 'http-post', 'tls-hello', 'websocket', 'resolve'] as const;

/** One host of a whole set, and how it is asked. */
export const EndpointFields = {
  host: Host,
  port: Port,
  /** `connect` unless given. */
  ask: v.optional(v.picklist(ASKS)),
  /** `/` unless given. */
  path: v.optional(Path),
  /** Of a web socket. */
  origin: v.optional(v.pipe(v.string(), v.url())),
  root: v.optional(v.literal('signal')),
} as const;

const EndpointSchema = v.object(EndpointFields);
export type Endpoint = v.InferOutput<typeof EndpointSchema>;

/** Several hosts that belong together and are no messenger of the screens. */
export const HostSetSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  endpoints: v.pipe(v.array(EndpointSchema), v.minLength(1), v.maxLength(64)),
  sources: v.pipe(v.array(v.string()), v.minLength(1)),
});

/** A host that is asked by datagrams; `source` says whose word it is. */
export const DatagramHostSchema = v.object({
  host: Host,
  port: Port,
  source: v.pipe(v.string(), v.minLength(1)),
});
