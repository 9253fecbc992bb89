import { describe, expect, it } from 'vitest';
import { NetError } from '../../model/failure.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { netError } from '../../testing/streams.ts';
import { createAddressRace } from './address-race.ts';

const { signal } = new AbortController();

describe('the race over an operator’s addresses', () => {
  it('tries the address that answered last first', async () => {
    const race = createAddressRace({ addresses: ['a', 'b', 'c'], clock: createFakeClock() });
    const tried: string[] = [];
    const attempt = async (address: string) => {
      tried.push(address);
      if (address !== 'c') throw new NetError('connect', 'connection_refused');
      return address;
    };
    expect(await race.run(attempt, { signal })).toBe('c');
    expect(await race.run(attempt, { signal })).toBe('c');
    expect(tried).toEqual(['a', 'b', 'c', 'c']);
  });

  it('fails with what tells of the operator rather than of this computer’s network', async () => {
    const race = createAddressRace({ addresses: ['v6', 'v4'], clock: createFakeClock() });
    const failed = race.run(
      (address) =>
        Promise.reject(
          new NetError('connect', address === 'v6' ? 'network_unreachable' : 'connection_reset'),
        ),
      { signal },
    );
    expect((await netError(failed)).failure).toBe('connection_reset');
  });
});
