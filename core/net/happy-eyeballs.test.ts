import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { IpFamily } from '../model/address.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { onAbort } from './abort.ts';
import { createAddressQueue } from './address-queue.ts';
import { AllFailedError, happyEyeballs } from './happy-eyeballs.ts';

interface Answer {
  readonly after: number;
  readonly addresses?: readonly string[];
}
/** What happens to an attempt: connected or refused after so many milliseconds; forever silent where not listed. */
interface Scene {
  readonly ipv6?: Answer;
  readonly ipv4?: Answer;
  readonly connects?: Readonly<Record<string, number>>;
  readonly refuses?: Readonly<Record<string, number>>;
  readonly isLast?: (address: string) => boolean;
}

function play({ ipv6, ipv4, connects = {}, refuses = {}, isLast = () => false }: Scene) {
  const clock = createFakeClock();
  const controller = new AbortController();
  const log: string[] = [];
  const note = (text: string) => log.push(`${clock.monotonic()} ${text}`);
  const answers: Record<IpFamily, Answer | undefined> = { 4: ipv4, 6: ipv6 };
  const result = happyEyeballs<string>({
    async lookup(family, signal) {
      const answer = answers[family];
      await clock.sleep(answer?.after ?? 0, signal).catch((reason) => {
        note(`lookup ${family} aborted`);
        throw reason;
      });
      if (answer?.addresses === undefined) throw new Error(`none ${family}`);
      return answer.addresses;
    },
    async attempt(address, signal) {
      note(`try ${address}`);
      const stopListening = onAbort(signal, () => note(`drop ${address}`));
      const connectsAfter = connects[address];
      await clock.sleep(connectsAfter ?? refuses[address] ?? 1e9, signal);
      stopListening();
      if (connectsAfter === undefined) throw new Error(`refused ${address}`);
      return address;
    },
    discard: (address) => note(`discard ${address}`),
    isLast,
    clock,
    signal: controller.signal,
  });
  const outcome = result.then(
    (address) => note(`won ${address}`),
    (error: unknown) => error,
  );
  return { clock, controller, log, outcome };
}

const started = (log: readonly string[]) => log.filter((line) => line.includes('try'));

describe('happyEyeballs', () => {
  it('starts with IPv6 at once when its answer comes first (RFC 8305 §3)', async () => {
    const { clock, log } = play({
      ipv6: { after: 10, addresses: ['6a'] },
      ipv4: { after: 20, addresses: ['4a'] },
      connects: { '6a': 30 },
    });
    await clock.advance(100);
    expect(log).toEqual(['10 try 6a', '40 won 6a']);
  });

  it('gives IPv6 50 ms more when IPv4 answers first (N2)', async () => {
    const { clock, log } = play({
      ipv6: { after: 45, addresses: ['6a'] },
      ipv4: { after: 10, addresses: ['4a'] },
      connects: { '6a': 5 },
    });
    await clock.advance(100);
    expect(log).toContain('45 try 6a');
    expect(log).toContain('50 won 6a');
  });

  it('goes on with IPv4 after the 50 ms, and takes IPv6 in when it comes', async () => {
    const { clock, log } = play({
      ipv6: { after: 100, addresses: ['6a'] },
      ipv4: { after: 10, addresses: ['4a', '4b'] },
    });
    await clock.advance(1_000);
    expect(started(log)).toEqual(['60 try 4a', '310 try 6a', '560 try 4b']);
  });

  it('does not wait for IPv6 that has already answered with none', async () => {
    const { clock, log } = play({ ipv6: { after: 5 }, ipv4: { after: 10, addresses: ['4a'] } });
    await clock.advance(10);
    expect(log).toEqual(['10 try 4a']);
    const unanswered = play({ ipv6: { after: 20 }, ipv4: { after: 10, addresses: ['4a'] } });
    await unanswered.clock.advance(20);
    expect(unanswered.log).toEqual(['20 try 4a']);
  });

  it('takes the families in turn, 250 ms apart (RFC 8305 §4, §5) (N2)', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6a', '6b', '6c'] },
      ipv4: { after: 0, addresses: ['4a', '4b'] },
    });
    await clock.advance(2_000);
    expect(started(log)).toEqual(['0 try 6a', '250 try 4a', '500 try 6b', '750 try 4b', '1000 try 6c']);
  });

  it('tries the next address at once when one fails (N2)', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6a', '6b'] },
      ipv4: { after: 0, addresses: ['4a'] },
      refuses: { '6a': 10, '4a': 20 },
      connects: { '6b': 5 },
    });
    await clock.advance(100);
    expect(log.slice(0, 4)).toEqual(['0 try 6a', '10 try 4a', '30 try 6b', '35 won 6b']);
  });

  it('lets an early attempt win late, and drops the others', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6a'] },
      ipv4: { after: 0, addresses: ['4a'] },
      connects: { '6a': 300 },
    });
    await clock.advance(1_000);
    expect(log).toEqual(['0 try 6a', '250 try 4a', '300 drop 4a', '300 won 6a']);
  });

  it('tries an address that is wanted last after all others of both families (N15)', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6a', '6b'] },
      ipv4: { after: 0, addresses: ['4a'] },
      isLast: (address) => address === '6a',
    });
    await clock.advance(1_000);
    expect(started(log)).toEqual(['0 try 6b', '250 try 4a', '500 try 6a']);
  });

  it('aborts the lookup that is still open when somebody wins', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6a'] },
      ipv4: { after: 500, addresses: ['4a'] },
      connects: { '6a': 10 },
    });
    await clock.advance(20);
    expect(log).toContain('10 lookup 4 aborted');
  });

  it('leaves nothing asleep and nobody listening once somebody has won', async () => {
    const { clock, controller } = play({
      ipv6: { after: 0, addresses: ['6a'] },
      ipv4: { after: 500, addresses: ['4a'] },
      connects: { '6a': 10 },
    });
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    await clock.advance(10);
    expect(clock.sleepers()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('waits for the other family when all it has was hit a moment ago (N15)', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6hit'] },
      ipv4: { after: 30, addresses: ['4a'] },
      connects: { '4a': 10, '6hit': 10 },
      isLast: (address) => address === '6hit',
    });
    await clock.advance(500);
    expect(log.filter((line) => line.includes('try'))).toEqual(['30 try 4a']);
  });

  it('fails when every lookup and attempt has failed, with all their errors', async () => {
    const { clock, outcome } = play({
      ipv6: { after: 30 },
      ipv4: { after: 0, addresses: ['4a', '4b'] },
      refuses: { '4a': 10, '4b': 10 },
    });
    await clock.advance(1_000);
    const error = await outcome;
    if (!(error instanceof AllFailedError)) throw error;
    expect([...error.lookups.keys()]).toEqual([6]);
    expect(error.attempts.map(String)).toEqual(['Error: refused 4a', 'Error: refused 4b']);
    expect(clock.sleepers()).toBe(0);
  });

  it('fails as soon as both lookups have, not before', async () => {
    const { clock, outcome } = play({ ipv6: { after: 10 }, ipv4: { after: 20 } });
    await clock.advance(20);
    expect(await outcome).toBeInstanceOf(AllFailedError);
    expect(clock.monotonic()).toBe(20);
  });

  it('waits for a late lookup after the early addresses have failed', async () => {
    const { clock, log } = play({
      ipv6: { after: 0, addresses: ['6a'] },
      ipv4: { after: 100, addresses: ['4a'] },
      refuses: { '6a': 1 },
      connects: { '4a': 1 },
    });
    await clock.advance(200);
    expect(log).toContain('101 won 4a');
  });

  it('ends at once when aborted, leaving nothing asleep (N1)', async () => {
    const { clock, controller, log, outcome } = play({
      ipv6: { after: 0, addresses: ['6a'] },
      ipv4: { after: 400, addresses: ['4a'] },
    });
    await clock.advance(50);
    controller.abort('enough');
    expect(await outcome).toBe('enough');
    await clock.advance(0);
    expect(log).toContain('50 drop 6a');
    expect(log).toContain('50 lookup 4 aborted');
    expect(clock.sleepers()).toBe(0);
  });

  it('discards a connection that arrives in the same moment as a better one, or after an abort', async () => {
    const clock = createFakeClock();
    const discarded: string[] = [];
    const finish: ((value: string) => void)[] = [];
    const controller = new AbortController();
    const result = happyEyeballs<string>({
      lookup: async (family) => [`${family}`],
      attempt: () => new Promise((resolve) => finish.push(resolve)),
      discard: (value) => discarded.push(value),
      clock,
      signal: controller.signal,
    });
    await clock.advance(250);
    for (const [index, resolve] of finish.entries()) resolve(`winner ${index}`);
    expect(await result).toBe('winner 0');
    await clock.advance(0);
    expect(discarded).toEqual(['winner 1']);
  });

  it('does not look anything up when aborted already', async () => {
    const lookup = () => Promise.reject(new Error('asked'));
    const attempt = lookup;
    const signal = AbortSignal.abort('before');
    const clock = createFakeClock();
    await expect(happyEyeballs({ lookup, attempt, discard() {}, clock, signal })).rejects.toBe('before');
  });
});

describe('createAddressQueue', () => {
  it('goes on in turns when a family comes late', () => {
    const queue = createAddressQueue(() => false);
    queue.add(4, ['4a', '4b']);
    expect(queue.take()).toBe('4a');
    queue.add(6, ['6a']);
    expect(queue.take()).toBe('6a');
    expect(queue.take()).toBe('4b');
    expect(queue.take()).toBeUndefined();
  });
});
