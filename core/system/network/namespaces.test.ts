import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isSameNetwork, type NetworkFacts } from './traits.ts';

/** A network namespace of our own, as root in it, that sees its own /sys. */
const INSIDE = ['--user', '--map-root-user', '--net', '--mount', 'sh', '-ec'];
const needs = 'ip link add near0 type veth peer name far0 && test -c /dev/net/tun && perl -e 1';
const isPossible = spawnSync('unshare', [...INSIDE, `mount -t sysfs none /sys && ${needs}`]).status === 0;
const why = isPossible ? '' : ' (skipped: needs Linux, network namespaces, ip, perl and /dev/net/tun)';

/** Cards as a laptop has them, each at a cable that ends in the same namespace. */
const card = (name: string, address: string) =>
  `ip link add ${name} type veth peer name ${name}-far; ip address add ${address} dev ${name}; ` +
  `ip link set ${name} up; ip link set ${name}-far up`;
const route = (gateway: string, device: string, metric: number) =>
  `ip route replace default via ${gateway} dev ${device} metric ${metric}`;
/** A TUN device that somebody holds, as a VPN's program does; ended with the test. */
const HOLD = `open(my $tun, "+<", "/dev/net/tun") or die; my $ask = pack("a16 S x22", "tun0", 0x1001);
ioctl($tun, 0x400454ca, $ask) or die; sleep 60`.replace('\n', ' ');
const tunnel =
  `perl -e '${HOLD}' & until test -e /sys/class/net/tun0; do :; done; ` +
  'ip address add 10.8.0.6/24 dev tun0; ip link set tun0 up';

/** Another namespace, and a card that is moved into it: it is there once its process has left ours. */
const taken = (name: string) =>
  'there=$(mktemp -u); unshare --net sh -c "touch $there; exec sleep 60" & ' +
  `until test -e $there; do sleep 0.01; done; rm $there; ip link set ${name} netns $!`;

describe.skipIf(!isPossible)(`real interfaces${why}`, () => {
  let folder = '';
  let child: ChildProcess;
  let lines: AsyncIterator<string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'footbridge-namespace-'));
    const program = join(folder, 'print.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, '..', 'testing', 'print-network.ts')],
      outfile: program,
      ...{ bundle: true, platform: 'node', target: 'node20.19', format: 'esm', logLevel: 'warning' },
    });
    const start = `mount -t sysfs none /sys; exec "${process.execPath}" "${program}"`;
    // When the one that unshared ends, so does everything in it.
    child = spawn('unshare', ['--pid', '--fork', '--kill-child', ...INSIDE, start], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (child.stdout === null) throw new Error('no output');
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  });
  afterAll(async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true });
  });

  async function after(script: string): Promise<NetworkFacts> {
    child.stdin?.write(`${script}\n`);
    const { value } = await lines.next();
    return JSON.parse(String(value));
  }

  test('a second card changes nothing, another default route does, and a VPN is seen while it is on (C9, C10)', async () => {
    const hardware = 'ip neigh replace 192.168.1.1 lladdr aa:bb:cc:dd:ee:ff dev wlan0';
    const wifi = await after(
      `ip link set lo up; ${card('wlan0', '192.168.1.20/24')}; ${route('192.168.1.1', 'wlan0', 600)}; ${hardware}`,
    );
    expect(wifi).toMatchObject({ connected: true, hardware: ['aa:bb:cc:dd:ee:ff'], insideVpn: false });
    expect(wifi.traits).toContain('gateway wlan0 192.168.1.1');

    const both = await after(`${card('eth0', '10.0.0.5/24')}; ${route('10.0.0.1', 'eth0', 700)}`);
    expect(isSameNetwork(wifi, both)).toBe(true);

    const cable = await after(`ip route del default dev wlan0; ${route('10.0.0.1', 'eth0', 100)}`);
    expect(isSameNetwork(wifi, cable)).toBe(false);
    expect(cable.traits).toContain('gateway eth0 10.0.0.1');

    const moved = await after(`${taken('eth0')}; ${route('192.168.1.1', 'wlan0', 600)}; ${hardware}`);
    expect(isSameNetwork(wifi, moved)).toBe(true);

    const inside = await after(
      `${tunnel}; ip route add 0.0.0.0/1 dev tun0; ip route add 128.0.0.0/1 dev tun0`,
    );
    expect(inside.insideVpn).toBe(true);
    expect(isSameNetwork(wifi, inside)).toBe(false);

    const outside = await after('ip link del tun0');
    expect([isSameNetwork(wifi, outside), outside.insideVpn]).toEqual([true, false]);

    const gone = await after('ip link del wlan0');
    expect([gone.connected, isSameNetwork(wifi, gone)]).toEqual([false, false]);
  });
});
