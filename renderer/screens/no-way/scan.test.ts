import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../core/testing/fake-clock.ts';
import { type Camera, type Scanned, scan, whyOff } from './scan.ts';
import { SCAN_LIMITS } from './scan-pace.ts';

const LINK = 'socks5://192.0.2.1:1080';

function setUp(read: () => string | undefined = () => undefined) {
  const clock = createFakeClock();
  const leaving = new AbortController();
  const seen = { reads: 0, on: 0, lost: () => {}, away: () => {}, camera: new AbortController().signal };
  let grant: (camera: Camera) => void = () => {};
  let refuse: (error: Error) => void = () => {};
  let outcome: Scanned | undefined;
  const parts = {
    clock,
    open: (lost: () => void, signal: AbortSignal) => {
      Object.assign(seen, { lost, camera: signal });
      return new Promise<Camera>((resolve, reject) => {
        grant = resolve;
        refuse = reject;
      });
    },
    onOpen: () => {
      seen.on += 1;
    },
    watchAway: (away: () => void) => {
      seen.away = away;
    },
  };
  void scan(parts, leaving.signal).then((scanned) => {
    outcome = scanned;
  });
  const camera: Camera = {
    facesAway: false,
    read: () => {
      seen.reads += 1;
      return read();
    },
  };
  return {
    clock,
    seen,
    leave: () => leaving.abort(),
    grant: () => {
      grant(camera);
      return clock.advance(0);
    },
    refuse: (name: string) => {
      refuse(new DOMException('', name));
      return clock.advance(0);
    },
    outcome: async () => {
      await clock.advance(0);
      return outcome;
    },
  };
}

describe('looking through the camera', () => {
  it('ends with the first code that says something, and the camera goes off', async () => {
    const sights = [undefined, '', '  ', LINK, 'another'];
    const { clock, seen, grant, outcome } = setUp(() => sights.shift());
    await grant();
    expect([seen.on, seen.reads, seen.camera.aborted]).toEqual([1, 1, false]);
    await clock.advance(10 * SCAN_LIMITS.pause);
    expect(await outcome()).toEqual({ kind: 'read', text: LINK });
    expect([seen.reads, seen.camera.aborted, clock.sleepers()]).toEqual([4, true, 0]);
  });

  it('searches no more than eight pictures in a second', async () => {
    const { clock, seen, grant } = setUp();
    await grant();
    await clock.advance(999);
    expect(seen.reads).toBe(8);
  });

  it('ends after two minutes', async () => {
    const { clock, seen, grant, outcome } = setUp();
    await clock.advance(SCAN_LIMITS.longest - 1);
    await grant();
    await clock.advance(SCAN_LIMITS.longest - 1);
    expect(await outcome()).toBeUndefined();
    await clock.advance(1);
    expect(await outcome()).toEqual({ kind: 'off', why: 'too-long' });
    expect([seen.camera.aborted, clock.sleepers()]).toEqual([true, 0]);
  });

  it('ends when the person turns to something else', async () => {
    const { seen, grant, outcome } = setUp();
    await grant();
    seen.away();
    expect(await outcome()).toEqual({ kind: 'off', why: 'away' });
    expect(seen.camera.aborted).toBe(true);
  });

  it('ends when the camera is pulled out, or gives no picture', async () => {
    const pulled = setUp();
    await pulled.grant();
    pulled.seen.lost();
    expect(await pulled.outcome()).toEqual({ kind: 'off', why: 'failed' });
    const broken = setUp(() => {
      throw new Error('no picture');
    });
    await broken.grant();
    expect(await broken.outcome()).toEqual({ kind: 'off', why: 'failed' });
    expect([pulled.seen.camera.aborted, broken.seen.camera.aborted]).toEqual([true, true]);
  });

  it('is cancelled, before the camera is on and after', async () => {
    const early = setUp();
    early.leave();
    expect(await early.outcome()).toEqual({ kind: 'cancelled' });
    expect([early.seen.camera.aborted, early.clock.sleepers()]).toEqual([true, 0]);
    await early.grant();
    expect([early.seen.on, early.seen.reads]).toEqual([0, 0]);
    const late = setUp();
    await late.grant();
    late.leave();
    expect(await late.outcome()).toEqual({ kind: 'cancelled' });
    expect([late.seen.camera.aborted, late.clock.sleepers()]).toEqual([true, 0]);
  });
});

describe('a camera that does not come on', () => {
  it.each([
    ['NotAllowedError', 'refused'],
    ['SecurityError', 'refused'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
    ['AbortError', 'failed'],
  ])('because of a %s is %s', async (name, why) => {
    const { seen, refuse, outcome } = setUp();
    await refuse(name);
    expect(await outcome()).toEqual({ kind: 'off', why });
    expect(seen.camera.aborted).toBe(true);
  });

  it('because nobody answers the question is given up after two minutes', async () => {
    const { clock, seen, outcome } = setUp();
    await clock.advance(SCAN_LIMITS.longest);
    expect(await outcome()).toEqual({ kind: 'off', why: 'too-long' });
    expect(seen.camera.aborted).toBe(true);
  });

  it('for a reason that is no error has failed', () => {
    expect(whyOff('NotAllowedError')).toBe('failed');
  });
});
