import type { DeepAttempt } from '../../model/deep-check.ts';
import { classify } from '../../net/classify.ts';
import { withDeadline } from '../../net/deadline.ts';
import { secure } from '../../net/tls-client.ts';
import { type DeepTools, recorder, tracedDialer } from './deep-tools.ts';

/** Milliseconds for a name's look-up, a connection and a handshake. */
const LIMIT_MS = 6000;

/** Asks a host for its certificates and keeps the whole chain; nothing else is said to it. Rejects only when aborted. */
export async function showCertificates(
  host: string,
  tools: DeepTools,
  signal: AbortSignal,
): Promise<DeepAttempt> {
  const { clock, proofs } = tools;
  const { steps, trace } = recorder();
  const attempt = { ask: 'certificate', host, port: 443, steps } as const;
  try {
    await withDeadline({ signal, ms: LIMIT_MS, operation: 'connect', clock }, async (limited) => {
      const stream = await tracedDialer(tools, trace).dial({ host, port: 443 }, { signal: limited });
      const names = { serverName: host, verifyName: host, roots: proofs.roots };
      (await secure(stream, { ...names, signal: limited, trace, clock, tellsChain: true })).destroy();
    });
    return { ...attempt, failure: null };
  } catch (error) {
    signal.throwIfAborted();
    return { ...attempt, failure: classify(error, 'tls').failure };
  }
}
