import type { HostPort } from '../model/address.ts';
import { NetError } from '../model/failure.ts';
import type { Proof } from '../model/messenger.ts';
import type { Attempt, ProofOutcome } from '../model/route.ts';
import type { Obstacle } from '../model/strategies.ts';
import type { Step, Trace } from '../model/trace.ts';
import type { Transport } from '../model/transport.ts';
import { isIp } from '../net/ip.ts';
import { connectedAddress, hitAddress, obstacleOf } from './obstacle.ts';
import type { RunContext } from './race.ts';
import { isEncrypted } from './resolver-choice.ts';
import type { SearchTools } from './search-parts.ts';

/** Of the plain way, with one host. */
interface Progress {
  /** Where it is connected and still waits for an answer to its hello. */
  readonly waitsAt: HostPort | null;
  /** Addresses it was given and has not connected to yet. */
  readonly connectsTo: readonly string[];
  /** Something has come back over a connection. */
  readonly hasAnswered: boolean;
}

const NOT_STARTED: Progress = { waitsAt: null, connectsTo: [], hasAnswered: false };

type Tools = Pick<SearchTools, 'resolvers' | 'isPublished' | 'onHit' | 'isThrottled'>;

/** What one search has learnt so far of what stands in its way. */
export function createKnowledge({ resolvers, isPublished, onHit, isThrottled }: Tools) {
  const obstacles = new Set<Obstacle>();
  /** How far the plain way has got with the host that was asked for. */
  const plainAt = new Map<string, Progress>();

  /** Names whose small hello drew nothing, a reset or an end. */
  const cutNames = new Set<string>();

  return {
    obstacles,
    onStep,
    noteCut: (name: string) => void cutNames.add(name),
    suspects,
    learn,
    judgeSpeed,
    plainHangsAtRightAddress,
    plainHangsBeforeConnecting,
  };

  function onStep({ kind }: Transport, step: Step, { host }: Pick<Proof, 'host'>): void {
    if (kind !== 'plain') return;
    const before = plainAt.get(host) ?? NOT_STARTED;
    // The other family's answer, or its cancelled connection, may come after the one that now waits for its hello.
    if (step.operation === 'resolve') {
      if (before.waitsAt !== null) return;
      plainAt.set(host, { ...before, connectsTo: [...before.connectsTo, ...step.addresses] });
    } else if (step.operation !== 'connect' || step.failure === null) {
      const hasConnected = step.operation === 'connect';
      plainAt.set(host, {
        waitsAt: hasConnected ? step.address : null,
        connectsTo: [],
        hasAnswered: before.hasAnswered || (!hasConnected && step.failure === null),
      });
    }
  }

  /** Names that may be blocked: cut in their hello, or still waiting for a first answer to it on the plain way. */
  function suspects(): readonly string[] {
    const hanging = [...plainAt].filter(([, { waitsAt, hasAnswered }]) => waitsAt !== null && !hasAnswered);
    return [...new Set([...cutNames, ...hanging.map(([name]) => name)])].filter((name) => !isIp(name));
  }

  /** Whether the plain way waits for a connection to published addresses: serverless ways lead to the same ones. */
  function plainHangsBeforeConnecting(): boolean {
    return [...plainAt.values()].some(
      ({ connectsTo }) => connectsTo.length > 0 && connectsTo.every(isPublished),
    );
  }

  /**
   * Whether the plain way is on its way to, or its hello hangs at, an address that is right for its name: then another
   * unshaped hello would fare the same, and might get the name's next address blocked. Where the hello hangs, the
   * address counts as hit.
   */
  async function plainHangsAtRightAddress(options: { signal: AbortSignal; trace: Trace }): Promise<boolean> {
    const hanging = await Promise.all([...plainAt.keys()].map((name) => hangsAt(name, options)));
    return hanging.includes(true);
  }

  async function hangsAt(name: string, options: { signal: AbortSignal; trace: Trace }): Promise<boolean> {
    const before = plainAt.get(name) ?? NOT_STARTED;
    const { waitsAt, connectsTo } = before;
    const addresses = waitsAt === null ? connectsTo : [waitsAt.host];
    // Another name of the purpose may have been lied about: the resolver makes a difference to that.
    if (addresses.length === 0 || (waitsAt === null && obstacles.has('dns'))) return false;
    const known = addresses.every(isPublished) ? addresses : await resolvers.addressesOf(name, options);
    const isRight = addresses.every((address) => isPublished(address) || known.includes(address));
    if (!isRight || plainAt.get(name) !== before) return false;
    if (waitsAt !== null) onHit(waitsAt);
    return true;
  }

  /** Turns a failed proof into what the rest of the search should know. Servers teach nothing of the network. */
  async function learn({ transport, proof, outcome }: Attempt, context: RunContext): Promise<void> {
    if (transport.kind === 'server' || outcome.ok) return;
    const options = { signal: context.signal, trace: () => context.progress() };
    const trusted = await trustedAddresses(transport, proof.host, outcome, options);
    const isRight = (address: string) =>
      trusted === 'all' || isPublished(address) || trusted.includes(address);
    const hit = hitAddress(proof, outcome);
    if (hit !== null && isRight(hit.host)) onHit(hit);
    const obstacle = obstacleOf(proof, outcome, isRight);
    if (obstacle === null) return;
    obstacles.add(obstacle);
    const resolver = resolvers.current();
    if (
      transport.kind === 'strategy' &&
      obstacle === 'dns' &&
      resolver !== null &&
      !isEncrypted(resolver.id)
    ) {
      resolvers.reject(resolver.id);
    }
  }

  /** Encrypted answers are trusted as they are; the system's only where an encrypted resolver agrees. */
  async function trustedAddresses(
    transport: Transport,
    name: string,
    outcome: ProofOutcome,
    options: { signal: AbortSignal; trace: Trace },
  ): Promise<'all' | readonly string[]> {
    if (isIp(name)) return [name];
    const resolver = resolvers.current();
    if (transport.kind === 'strategy' && resolver !== null && isEncrypted(resolver.id)) return 'all';
    const address = connectedAddress(outcome.steps);
    if (address === undefined || isPublished(address)) return [];
    return resolvers.addressesOf(name, options);
  }

  /** A download that came through but crawled, on a network that is quick otherwise, is no success. */
  async function judgeSpeed(outcome: ProofOutcome): Promise<ProofOutcome> {
    if (!outcome.ok || outcome.bytesPerSecond === null || !(await isThrottled(outcome.bytesPerSecond)))
      return outcome;
    return { ok: false, steps: outcome.steps, error: new NetError('bulk', 'x_throttled') };
  }
}
