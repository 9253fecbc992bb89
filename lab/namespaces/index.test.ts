import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { bundledProgram } from '../wire/program.ts';
import { createNetwork, type End, type Network, whyNoLab } from './index.ts';
import { removeRemains } from './remains.ts';

const impossible = process.getuid?.() === 0 ? whyNoLab() : 'needs root';
const networks: Network[] = [];

afterEach(async () => {
  for (const network of networks.splice(0)) await network.destroy();
});

async function make(): Promise<Network> {
  const network = await createNetwork({
    client: { ipv6: true, dns: ['9.9.9.9'] },
    world: { addresses: ['9.9.9.9', '149.154.160.0/20'], dns: ['127.0.0.1'] },
  });
  networks.push(network);
  return network;
}

function output(network: Network, end: End, ...command: string[]): Promise<string> {
  const child = network.exec(end, command, { stdio: ['ignore', 'pipe', 'ignore'] });
  return child.stdout ? text(child.stdout) : Promise.reject(new Error('no output'));
}

function exists(name: string): boolean {
  return existsSync(`/run/netns/${name}`) || existsSync(`/etc/netns/${name}`);
}

async function hold(): Promise<{ child: ChildProcess; names: string[] }> {
  const program = await bundledProgram('lab/namespaces/testing/hold.ts');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = child.stdout ? await once(child.stdout, 'data') : [];
  return { child, names: Object.values<string>(JSON.parse(String(line))) };
}

describe.skipIf(impossible !== undefined)(`a network of namespaces (${impossible ?? 'with root'})`, () => {
  it('has its own resolvers and nothing but loopback and the cable', async () => {
    const network = await make();
    expect(await output(network, 'client', 'cat', '/etc/resolv.conf')).toBe('nameserver 9.9.9.9\n');
    expect(await output(network, 'world', 'cat', '/etc/resolv.conf')).toBe('nameserver 127.0.0.1\n');
    const devices = await output(network, 'client', 'ip', '-o', 'link');
    expect(devices.match(/^\d+: (\w+)/gm)).toEqual(['1: lo', '2: eth0']);
  });

  it('can give the client other resolvers', async () => {
    const network = await make();
    network.setClientDns(['1.1.1.1']);
    expect(await output(network, 'client', 'cat', '/etc/resolv.conf')).toBe('nameserver 1.1.1.1\n');
  });

  it('ends what runs in it and leaves nothing behind when destroyed', async () => {
    const network = await make();
    const command = ['sh', '-c', 'echo started; exec sleep 600'];
    const child = network.exec('world', command, { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(child, 'exit');
    if (child.stdout) await once(child.stdout, 'data');
    await network.destroy();
    await network.destroy();
    await ended;
    expect(Object.values(network.names).some(exists)).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('is gone after %s', async (signal) => {
    const { child, names } = await hold();
    expect(names.every(exists)).toBe(true);
    child.kill(signal);
    await once(child, 'exit');
    expect(names.some(exists)).toBe(false);
  });

  it('is removed by the next run when its own could not', async () => {
    const living = await make();
    const { child, names } = await hold();
    child.kill('SIGKILL');
    await once(child, 'exit');
    removeRemains();
    expect(names.some(exists)).toBe(false);
    expect(Object.values(living.names).every(exists)).toBe(true);
  });
});
