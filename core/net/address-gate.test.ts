import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { createAddressGate } from './address-gate.ts';

const { signal } = new AbortController();

describe('createAddressGate', () => {
  it('lets only so many in per address, and in the order they came (N14)', async () => {
    const gate = createAddressGate(2);
    const inside: number[] = [];
    const leave: (() => void)[] = [];
    for (const visitor of [1, 2, 3, 4]) {
      void gate.enter('192.0.2.1', signal).then((release) => {
        inside.push(visitor);
        leave.push(release);
      });
    }
    await settle();
    expect(inside).toEqual([1, 2]);
    leave[0]?.();
    await settle();
    expect(inside).toEqual([1, 2, 3]);
    leave[1]?.();
    await settle();
    expect(inside).toEqual([1, 2, 3, 4]);
  });

  it('does not make one address wait for another', async () => {
    const gate = createAddressGate(1);
    await gate.enter('192.0.2.1', signal);
    await gate.enter('192.0.2.2', signal);
  });

  it('gives a place back once, however often it is released', async () => {
    const gate = createAddressGate(1);
    const release = await gate.enter('192.0.2.1', signal);
    release();
    release();
    await gate.enter('192.0.2.1', signal);
    let second = false;
    void gate.enter('192.0.2.1', signal).then(() => {
      second = true;
    });
    await settle();
    expect(second).toBe(false);
  });

  it('forgets who gives up waiting', async () => {
    const gate = createAddressGate(1);
    const release = await gate.enter('192.0.2.1', signal);
    const controller = new AbortController();
    const impatient = gate.enter('192.0.2.1', controller.signal);
    const patient = gate.enter('192.0.2.1', signal);
    controller.abort('enough');
    await expect(impatient).rejects.toBe('enough');
    release();
    await patient;
  });

  it('does not let in who comes with an aborted signal, nor count them', async () => {
    const gate = createAddressGate(1);
    await expect(gate.enter('192.0.2.1', AbortSignal.abort('before'))).rejects.toBe('before');
    await gate.enter('192.0.2.1', signal);
  });
});
