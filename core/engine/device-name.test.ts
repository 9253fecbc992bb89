import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';

const { signal } = new AbortController();

function resolver(servers: readonly string[], answer: () => Promise<string[]>) {
  const asked: string[] = [];
  return {
    asked,
    getServers: () => [...servers],
    cancel: () => undefined,
    reverse(address: string) {
      asked.push(address);
      return answer();
    },
  };
}

test.each([
  ['Anna-iPhone.lan', 'Anna-iPhone'],
  ['galaxy_s9.home.arpa', 'galaxy_s9'],
  ['Телефон.lan', 'Телефон'],
  ['<b>.lan', null],
  ['', null],
  [`${'x'.repeat(64)}.lan`, null],
])('the router’s name %s is shown as %s', async (said, shown) => {
  expect(
    await deviceName(
      '192.168.1.7',
      signal,
      resolver(['192.168.1.1'], async () => [said]),
    ),
  ).toBe(shown);
});

test('a resolver outside this network is not asked who is in it', async () => {
  for (const server of ['8.8.8.8', '8.8.8.8:53', '[2001:4860:4860::8888]:53']) {
    const outside = resolver(['192.168.1.1', server], async () => ['phone.lan']);
    expect(await deviceName('192.168.1.7', signal, outside)).toBeNull();
    expect(outside.asked).toEqual([]);
  }
});

test('no answer is no name, and nobody is asked once it is not wanted', async () => {
  const silent = resolver(['[fd00::1]:53'], async () => Promise.reject(new Error('ENOTFOUND')));
  expect(await deviceName('192.168.1.7', signal, silent)).toBeNull();
  expect(await deviceName('192.168.1.7', AbortSignal.abort(), silent)).toBeNull();
  expect(silent.asked).toHaveLength(1);
});
