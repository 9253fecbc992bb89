import type { Duplex } from 'node:stream';
import type { StreamDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import type { Clock, Random } from '../../model/time.ts';
import { isIp } from '../../net/ip.ts';
import { type Framing, HEADER_LENGTH, type Obfuscation, openObfuscated } from '../../net/obfuscated2.ts';
import { proxyError } from '../../net/proxy/failure.ts';
import { TunnelStream } from '../../net/proxy/tunnel-stream.ts';
import { throughUpstream, type Upstream } from '../../net/proxy/upstream.ts';
import { wearTls } from './fake-tls/wear.ts';
import { readObfuscatedHeader } from './header.ts';
import { createReframer, type Reframer } from './reframe.ts';
import { type MtprotoSecret, readMtprotoSecret } from './secret.ts';

const NOTHING = Buffer.alloc(0);
const UNCHANGED: Reframer = { up: Buffer.from, down: Buffer.from };

export interface MtprotoServerOptions {
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Carries an app's obfuscated connection to a data centre through somebody's MTProto proxy: the same packets, hidden by the
 * proxy's secret, which is the credentials' user name. Which data centre is wanted the app's own header says; the target's address is not told. Nothing but
 * obfuscated connections without a secret is carried. Rejects with NetError('proxy', 'x_proxy_…') or the signal's
 * reason; throws RangeError for what is no secret.
 */
export function createMtprotoServerDialer(
  inner: StreamDialer,
  upstream: Upstream,
  options: MtprotoServerOptions,
): StreamDialer {
  const { clock, random } = options;
  const secret = readMtprotoSecret(upstream.credentials?.username ?? '');
  if (secret === undefined) throw new RangeError('no secret of an MTProto proxy');
  return {
    async dial(target, dialOptions) {
      if (!isIp(target.host)) throw proxyError('x_proxy_forbidden_target');
      const { key, domain } = secret;
      const dress = (stream: Duplex, signal: AbortSignal) =>
        domain === undefined ? stream : wearTls(stream, { key, domain, clock, random, signal });
      const talk = async (stream: Duplex, signal: AbortSignal) =>
        mtprotoStream(await dress(stream, signal), secret, random);
      return throughUpstream(inner, upstream, 'mtproto', talk, dialOptions, options);
    },
  };
}

/** Fails with NetError('proxy', 'x_proxy_far_end_failed') where the proxy ends without an answer: it tells nobody why. */
function mtprotoStream(inner: Duplex, secret: MtprotoSecret, random: Random): Duplex {
  let header: Buffer = NOTHING;
  let between: ReturnType<typeof recode> | undefined;
  let hasAnswered = false;
  const encode = (chunk: Uint8Array): Buffer => {
    if (between !== undefined) return between.up(chunk);
    const lacking = HEADER_LENGTH - header.length;
    header = Buffer.concat([header, chunk.subarray(0, lacking)]);
    if (header.length < HEADER_LENGTH) return NOTHING;
    between = recode(header, secret, random);
    return Buffer.concat([between.header, between.up(chunk.subarray(lacking))]);
  };
  const stream = new TunnelStream(inner, {
    encode(chunk) {
      try {
        return encode(chunk);
      } catch (error) {
        stream.destroy(error instanceof NetError ? error : new NetError('write', 'x_unexpected_answer'));
        return NOTHING;
      }
    },
    decode(chunk) {
      if (between === undefined) throw proxyError('x_proxy_not_a_proxy');
      hasAnswered = true;
      return [between.down(chunk)];
    },
    ended: () => (hasAnswered || between === undefined ? null : proxyError('x_proxy_far_end_failed')),
  });
  return stream;
}

/** Throws NetError('connect', 'x_proxy_forbidden_target') where the first 64 bytes are not an app's. */
function recode(
  bytes: Buffer,
  { key, isPadded }: MtprotoSecret,
  random: Random,
): { readonly header: Buffer; readonly up: Obfuscation['hide']; readonly down: Obfuscation['hide'] } {
  const app = readObfuscatedHeader(bytes);
  if (app === undefined) throw new NetError('connect', 'x_proxy_forbidden_target');
  const centre = app.isMedia ? -app.dataCentre : app.dataCentre;
  const framing = framingFor(app.framing, isPadded);
  const proxy = openObfuscated({ framing, centre }, { random, secret: key });
  const reframer = app.framing === framing ? UNCHANGED : createReframer(app.framing, framing, random);
  return {
    header: proxy.header,
    up: (chunk) => proxy.hide(reframer.up(app.reveal(chunk))),
    down: (chunk) => app.hide(reframer.down(proxy.reveal(chunk))),
  };
}

/** A proxy with a padded secret takes padded packets alone; one with a plain secret may take anything but those. */
function framingFor(app: Framing, isPadded: boolean): Framing {
  if (isPadded) return 'padded';
  return app === 'padded' ? 'intermediate' : app;
}
