import type { Duplex } from 'node:stream';
import type { BrowserHello } from '../model/browser-hello.ts';
import type { StreamDialer } from '../model/dialer.ts';
import { type Failure, NetError } from '../model/failure.ts';
import type { Proof } from '../model/messenger.ts';
import type { Clock, Random } from '../model/time.ts';
import type { HttpAnswer, Trace } from '../model/trace.ts';
import { classify, failureOf } from '../net/classify.ts';
import { createBrowserHello } from '../net/client-hello/browser-hello.ts';
import { secure } from '../net/tls-client.ts';
import { transferBulk } from './bulk.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { sendChromeHello } from './chrome-hello.ts';
import { reduceAnswer } from './http-answer.ts';
import { getOnce } from './http-get.ts';
import { encodeNoiseHello, expectNoiseServerHello } from './noise.ts';
import { askForPq } from './obfuscated2.ts';
import { acceptingAnyCertificate } from './own-certificate.ts';
import { openWebSocket } from './websocket.ts';
import { countWireBytes } from './wire-bytes.ts';

/** Bytes of an answer that came without its first TLS record becoming whole. */
const FROZEN_INSIDE_RECORD = 4096;

/** What proofs need beside the network. */
export interface ProofTools {
  /** PEMs from `trustedRoots()`, and the same with Signal's own. */
  readonly roots: readonly string[];
  readonly signalRoots: readonly string[];
  readonly recordedHello: BrowserHello;
  readonly clock: Clock;
  readonly random: Random;
  /** Bytes per second a control reached, once it is known. */
  readonly controlSpeed?: () => number | null;
}

export interface ProofRun {
  readonly dialer: StreamDialer;
  readonly signal: AbortSignal;
  /** For the proof's own steps: TLS, dialogue, bulk. */
  readonly trace: Trace;
  /** Milliseconds without a byte that count as silence; asked once the stream is open. */
  readonly silence: () => number;
}

export interface ProofYield {
  readonly bytes: number;
  readonly bytesPerSecond: number | null;
}

/** Runs one proof over a dialer. Rejects with NetError, or with the signal's reason; leaves no stream open. */
export async function runProof(proof: Proof, run: ProofRun, tools: ProofTools): Promise<ProofYield> {
  const stream = await run.dialer.dial({ host: proof.host, port: proof.port }, { signal: run.signal });
  try {
    return await converse(proof, stream, run, tools);
  } catch (error) {
    run.signal.throwIfAborted();
    throw classify(error, 'dialogue');
  } finally {
    stream.destroy();
  }
}

async function converse(proof: Proof, stream: Duplex, run: ProofRun, tools: ProofTools): Promise<ProofYield> {
  const { clock, random } = tools;
  switch (proof.kind) {
    case 'noise':
      return dialogue(proof, stream, run, tools, async (reader) => {
        stream.write(encodeNoiseHello(random.bytes(32)));
        await expectNoiseServerHello(reader.more);
      });
    case 'obfuscated2':
      return dialogue(proof, stream, run, tools, (reader) =>
        askForPq(
          { send: (pieces) => void stream.write(Buffer.concat(pieces)), exactly: reader.exactly },
          proof.dc,
          { random, clock },
        ),
      );
    case 'chrome-hello': {
      const { signal, trace } = run;
      const reader = createByteReader(stream, { signal, clock, operation: 'tls', silence: run.silence() });
      const hello = createBrowserHello(tools.recordedHello, { serverName: proof.host, random });
      await sendChromeHello(stream, reader, { serverName: proof.host, hello, clock, signal, trace });
      return { bytes: reader.received(), bytesPerSecond: null };
    }
    case 'tls-hello': {
      const wireBytes = countWireBytes(stream);
      await acceptingAnyCertificate(run.trace, async (trace) => {
        (await handshake(proof, stream, { ...run, trace }, tools)).destroy();
      });
      return { bytes: wireBytes(), bytesPerSecond: null };
    }
    case 'https': {
      const tls = await handshake(proof, stream, run, tools);
      const freeze = watchForFreeze(stream, run, clock);
      let answer: HttpAnswer | undefined;
      const trace: Trace = (step) =>
        run.trace(step.operation === 'dialogue' && answer !== undefined ? { ...step, answer } : step);
      return dialogue(proof, tls, { ...run, trace }, tools, async (reader) => {
        answer = reduceAnswer(await getOnce(tls, reader, proof));
      }).catch(freeze);
    }
    case 'websocket-noise': {
      const tls = await handshake(proof, stream, run, tools);
      return dialogue(proof, tls, run, tools, async (reader) => {
        const socket = await openWebSocket(tls, reader, proof, random);
        socket.send(encodeNoiseHello(random.bytes(32)));
        await expectNoiseServerHello(socket.receive);
      });
    }
    case 'websocket-obfuscated2': {
      const tls = await handshake(proof, stream, run, tools);
      return dialogue(proof, tls, run, tools, async (reader) => {
        const socket = await openWebSocket(tls, reader, { ...proof, protocol: 'binary' }, random);
        const send = (pieces: readonly Uint8Array[]) => pieces.forEach(socket.send);
        await askForPq({ send, exactly: socket.exactly }, proof.dc, { random, clock });
      });
    }
    case 'bulk': {
      const tls = await handshake(proof, stream, run, tools);
      const { bytes, bytesPerSecond } = await transferBulk(tls, proof, {
        ...run,
        clock,
        wireBytes: countWireBytes(stream),
        ...(tools.controlSpeed === undefined ? {} : { controlSpeed: tools.controlSpeed }),
      });
      return { bytes, bytesPerSecond };
    }
  }
}

/**
 * Servers fill TLS records of 16 KiB, so a flow that is frozen after 16 KiB shows not even the head of its answer.
 * The returned function turns such a silence into what it is, and passes every other error on.
 */
function watchForFreeze(
  stream: Duplex,
  { trace, signal }: ProofRun,
  clock: Clock,
): (error: unknown) => never {
  const wireBytes = countWireBytes(stream);
  const before = wireBytes();
  const startedAt = clock.monotonic();
  return (error) => {
    const bytes = wireBytes() - before;
    const isSilence = failureOf(error, 'dialogue', signal) === 'generic_timeout_error';
    if (!isSilence || bytes < FROZEN_INSIDE_RECORD) throw error;
    const failure = 'x_frozen';
    trace({ operation: 'bulk', startedAt, endedAt: clock.monotonic(), failure, bytes, bytesPerSecond: 0 });
    throw new NetError('bulk', failure, { cause: error });
  };
}

function handshake(
  proof: Extract<
    Proof,
    { kind: 'https' | 'websocket-noise' | 'websocket-obfuscated2' | 'bulk' | 'tls-hello' }
  >,
  stream: Duplex,
  { signal, trace, silence }: ProofRun,
  { roots, signalRoots, clock }: ProofTools,
): Promise<Duplex> {
  return secure(stream, {
    serverName: proof.host,
    verifyName: proof.host,
    roots: 'root' in proof && proof.root === 'signal' ? signalRoots : roots,
    alpn: ['http/1.1'],
    signal,
    trace,
    silenceMs: silence(),
    clock,
  });
}

/** Runs a dialogue and reports it as a step. */
async function dialogue(
  { kind }: Proof,
  stream: Duplex,
  { signal, trace, silence }: ProofRun,
  { clock }: ProofTools,
  talk: (reader: ByteReader) => Promise<void>,
): Promise<ProofYield> {
  const startedAt = clock.monotonic();
  const report = (failure: Failure | null) =>
    trace({ operation: 'dialogue', protocol: kind, startedAt, endedAt: clock.monotonic(), failure });
  const reader = createByteReader(stream, { signal, clock, operation: 'dialogue', silence: silence() });
  try {
    await talk(reader);
    report(null);
    return { bytes: reader.received(), bytesPerSecond: null };
  } catch (error) {
    report(failureOf(error, 'dialogue', signal));
    throw error;
  }
}
