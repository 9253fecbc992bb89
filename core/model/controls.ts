import * as v from 'valibot';

const Host = v.pipe(v.string(), v.minLength(1), v.maxLength(253));
const Path = v.pipe(v.string(), v.startsWith('/'));

/** A host that is asked over HTTPS to learn about the network, not about a messenger. */
const ControlSchema = v.object({
  host: Host,
  path: Path,
  /** Who runs the network it stands in: controls must not all fall together. */
  network: v.string(),
  source: v.string(),
});
export type Control = v.InferOutput<typeof ControlSchema>;

/** resources/controls.json */
export const ControlsSchema = v.object({
  /** At least three, in different networks, not only CDNs. */
  foreign: v.pipe(v.array(ControlSchema), v.minLength(3)),
  /** By ISO 3166 country: hosts a white list lets through; `timeZones` (IANA) guess the country without asking anybody. */
  domestic: v.record(
    v.pipe(v.string(), v.length(2)),
    v.object({ timeZones: v.array(v.string()), controls: v.pipe(v.array(ControlSchema), v.minLength(2)) }),
  ),
  /** Plain HTTP pages whose exact answer is known: anything else is a captive portal. */
  portals: v.pipe(
    v.array(
      v.object({
        host: Host,
        path: Path,
        status: v.number(),
        body: v.optional(v.string()),
        source: v.string(),
      }),
    ),
    v.minLength(2),
  ),
  /** Hosts that complete a handshake whatever server name is asked for: SNI tests without touching a messenger. */
  neutral: v.pipe(v.array(ControlSchema), v.minLength(3)),
  /** Downloads of at least 64 KiB to compare a messenger's speed with, and to see freezes. */
  bulk: v.pipe(v.array(ControlSchema), v.minLength(2)),
});
export type Controls = v.InferOutput<typeof ControlsSchema>;
