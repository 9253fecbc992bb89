import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cable } from './cable.ts';
import { type WireOptions, wireSchema } from './config.ts';
import type { Direction } from './packet.ts';
import { Conversation, datagram } from './testing/conversation.ts';
import { helloMessage, inRecords } from './testing/hello.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function cableOf(options: WireOptions) {
  const delivered: { at: number; direction: Direction; bytes: Buffer }[] = [];
  const start = Date.now();
  const cable = new Cable({
    config: v.parse(wireSchema, options),
    now: () => Date.now() - start,
    deliver: (bytes, direction) => delivered.push({ at: Date.now() - start, direction, bytes }),
    onHit: () => {},
  });
  return { cable, delivered };
}

const packet = () => datagram('9.9.9.9', 99, Buffer.alloc(8)).bytes;

describe('the cable', () => {
  it('holds packets for half the round trip each way', () => {
    const { cable, delivered } = cableOf({ oneWayMs: 30 });
    cable.enter(packet(), 'up');
    vi.advanceTimersByTime(10);
    cable.enter(packet(), 'down');
    vi.advanceTimersByTime(100);
    expect(delivered.map(({ at, direction }) => [at, direction])).toEqual([
      [30, 'up'],
      [40, 'down'],
    ]);
  });

  it('never lets packets of one direction overtake each other, with jitter', () => {
    const { cable, delivered } = cableOf({ oneWayMs: 30, jitterMs: 20 });
    const sent = Array.from(
      { length: 50 },
      (_, index) => datagram('9.9.9.9', index + 1, Buffer.alloc(1)).bytes,
    );
    for (const bytes of sent) {
      cable.enter(bytes, 'up');
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    expect(delivered.map(({ bytes }) => bytes)).toEqual(sent);
    expect(new Set(delivered.map(({ at }) => at)).size).toBeGreaterThan(1);
  });

  it('delivers what the censor injects after the way to the censor and back', () => {
    const { cable, delivered } = cableOf({
      oneWayMs: 30,
      censorMs: 2,
      rules: [{ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' }],
    });
    const conversation = new Conversation();
    cable.enter(conversation.syn().bytes, 'up');
    cable.enter(conversation.up(inRecords(helloMessage())).bytes, 'up');
    vi.advanceTimersByTime(100);
    expect(delivered.map(({ at, direction }) => [at, direction])).toEqual([
      [4, 'down'],
      [30, 'up'],
      [30, 'up'],
    ]);
    expect(cable.statistics).toMatchObject({ up: 2, injected: 2, rules: [{ id: 'sni', hits: 1 }] });
  });

  it('loses what may not pass so many routers before the censor, or behind it', () => {
    const { cable, delivered } = cableOf({
      ...{ censorHops: 3, hops: 8 },
      rules: [{ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' }],
    });
    const conversation = new Conversation();
    cable.enter(conversation.syn().bytes, 'up');
    for (const ttl of [1, 3, 8, 9]) {
      const { bytes } = conversation.up(inRecords(helloMessage({ name: 'example.org' })));
      bytes.writeUInt8(ttl, 8);
      cable.enter(bytes, 'up');
    }
    const seen = conversation.up(inRecords(helloMessage())).bytes;
    seen.writeUInt8(8, 8);
    cable.enter(seen, 'up');
    vi.advanceTimersByTime(100);
    expect(delivered.map(({ direction }) => direction)).toEqual(['down', 'up', 'up', 'up']);
    expect(cable.statistics).toMatchObject({ expired: 3, rules: [{ hits: 1 }] });
  });

  it('drops malformed and link-local packets', () => {
    const { cable, delivered } = cableOf({});
    cable.enter(Buffer.from('nonsense'), 'up');
    cable.enter(datagram('224.0.0.251', 5353, Buffer.alloc(1)).bytes, 'up');
    vi.advanceTimersByTime(100);
    expect(delivered).toEqual([]);
    expect(cable.statistics).toMatchObject({ malformed: 1, up: 0 });
  });

  it('carries redirected connections both ways', () => {
    const rules = [{ kind: 'portal', to: { ipv4: '10.77.0.80', port: 8080 } }] as const;
    const { cable, delivered } = cableOf({ rules: [...rules] });
    cable.enter(new Conversation(1, '9.9.9.9', 80).syn().bytes, 'up');
    cable.enter(new Conversation(1, '10.77.0.80', 8080).synAck().bytes, 'down');
    vi.advanceTimersByTime(100);
    expect(delivered.map(({ direction }) => direction)).toEqual(['up', 'down']);
  });

  it('drops what is left of connections from before it was plugged in', () => {
    const { cable, delivered } = cableOf({
      rules: [{ kind: 'sni', names: ['whatsapp.com'], level: 'packet', action: 'reset' }],
    });
    cable.enter(new Conversation().up(inRecords(helloMessage())).bytes, 'up');
    vi.advanceTimersByTime(100);
    expect(delivered).toEqual([]);
    expect(cable.statistics).toMatchObject({ up: 0, stale: 1, rules: [{ hits: 0 }] });
  });

  it('bounds what is under way', () => {
    const { cable, delivered } = cableOf({});
    for (let count = 0; count < 5000; count += 1) cable.enter(packet(), 'up');
    vi.advanceTimersByTime(100);
    expect(delivered).toHaveLength(4096);
    expect(cable.statistics.overflow).toBe(5000 - 4096);
  });
});
