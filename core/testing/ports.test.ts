import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { refusedPort } from './ports.ts';

test('connections to it are refused', async () => {
  const { host, port } = await refusedPort();
  await expect(once(connect(port, host), 'connect')).rejects.toThrow('ECONNREFUSED');
});

test('no two are the same, and the system gives out none of them', async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, refusedPort));
  expect(new Set(ports.map(({ port }) => port)).size).toBe(100);
  expect(Math.max(...ports.map(({ port }) => port))).toBeLessThan(32_768);
});
