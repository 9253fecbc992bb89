import { expect, test } from 'vitest';
import type { HostPort } from '../../model/address.ts';
import type { Packet, PacketDialer } from '../../model/dialer.ts';
import { NetError } from '../../model/failure.ts';
import type { Step } from '../../model/trace.ts';
import { onAbort } from '../../net/abort.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { netError } from '../../testing/streams.ts';
import { askByDatagram } from './ask-by-datagram.ts';

const TO: HostPort = { host: '192.0.2.9', port: 3478 };
const packet = (text: string, from = TO): Packet => ({ from, data: Buffer.from(text) });

/** Datagrams that come one after another, then silence; and what was sent. */
function flow(coming: readonly Packet[]) {
  const sent: HostPort[] = [];
  const waiting = [...coming];
  let isOpen = true;
  const packets: PacketDialer = {
    bind: async () => ({
      send: async (_, to) => void sent.push(to),
      receive: (signal) =>
        new Promise((resolve, reject) => {
          const next = waiting.shift();
          if (next !== undefined) resolve(next);
          else onAbort(signal, () => reject(signal.reason));
        }),
      close: () => {
        isOpen = false;
      },
    }),
  };
  return { packets, sent, isOpen: () => isOpen };
}

function ask(packets: PacketDialer, signal = new AbortController().signal) {
  const clock = createFakeClock();
  const steps: Step[] = [];
  const read = (data: Uint8Array) => (Buffer.from(data).toString() === 'yes' ? 'yes' : null);
  const question = { to: TO, protocol: 'stun', bytes: Buffer.from('who?'), read };
  const trace = (step: Step): void => void steps.push(step);
  const answer = askByDatagram(question, { packets, clock, signal, trace });
  return { answer, clock, steps };
}

test('silence is waited out for 3 s, and asked into three times (M11)', async () => {
  const { packets, sent, isOpen } = flow([]);
  const { answer, clock, steps } = ask(packets);
  const failed = netError(answer);
  await clock.advance(3000);
  expect((await failed).failure).toBe('generic_timeout_error');
  expect(sent).toEqual([TO, TO, TO]);
  expect(steps).toMatchObject([
    { failure: 'generic_timeout_error', datagrams: { address: TO, sent: 12, received: 0 } },
  ]);
  expect(isOpen()).toBe(false);
});

test('what comes from elsewhere, or is no answer, is passed over (M11)', async () => {
  const { packets } = flow([packet('yes', { ...TO, port: 1 }), packet('no'), packet('yes')]);
  const { answer, steps } = ask(packets);
  expect(await answer).toBe('yes');
  expect(steps).toMatchObject([{ failure: null, datagrams: { sent: 4, received: 5 } }]);
});

test('a flood of answers that are none ends it', async () => {
  const { packets } = flow(Array.from({ length: 40 }, () => packet('no')));
  expect((await netError(ask(packets).answer)).failure).toBe('x_unexpected_answer');
});

test('when it is called off the socket is closed, and the step says so (N1)', async () => {
  const stop = new AbortController();
  const { packets, isOpen } = flow([]);
  const { answer, steps } = ask(packets, stop.signal);
  const failed = answer.catch((error: unknown) => error);
  await Promise.resolve();
  const reason = new NetError('dialogue', 'interrupted');
  stop.abort(reason);
  expect(await failed).toBe(reason);
  expect([steps.map(({ failure }) => failure), isOpen()]).toEqual([['interrupted'], false]);
});
