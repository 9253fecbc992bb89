import type { TunnelCodec } from '../proxy/tunnel-stream.ts';

const HEAD_BYTES = 2;

/**
 * Skips VLESS's answer — the version, which must be 0, the length of the add-ons, and those — and hands over what follows,
 * which is the target's. Throws on another version. Holds at most 257 bytes.
 */
export function createReplySkipper(): TunnelCodec['decode'] {
  let held: Buffer | undefined = Buffer.alloc(0);
  return (chunk) => {
    if (held === undefined) return [chunk];
    held = Buffer.concat([held, chunk]);
    const [version, addons] = held;
    if (version !== undefined && version !== 0) throw new Error('not VLESS');
    if (addons === undefined || held.length < HEAD_BYTES + addons) return [];
    const rest = held.subarray(HEAD_BYTES + addons);
    held = undefined;
    return rest.length === 0 ? [] : [rest];
  };
}
