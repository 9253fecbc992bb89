import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock, systemRandom } from '../net/system-clock.ts';
import { writeLoopbackResources } from '../testing/loopback-resources.ts';
import { openHouse } from './open.ts';
import { openSession } from './session.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-session-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function open() {
  const resources = join(folder, 'resources');
  writeLoopbackResources(resources, [
    { messenger: 'open', purpose: 'chat', port: 5222 },
    { messenger: 'more', purpose: 'chat', port: 5222, isSuggested: false },
  ]);
  const options = { home: join(folder, 'home'), resourceFolders: [resources], timeZone: 'UTC' };
  const house = await openHouse(
    { ...options, clock: systemClock, random: systemRandom },
    { emit: () => undefined },
  );
  const parts = house.parts(() => undefined);
  const session = await openSession(parts, { port: 0, onTrouble: () => undefined });
  const rungs = (messenger: string) => {
    const decision = session.table.decide({ host: `chat.${messenger}.example`, port: 5222 });
    return decision.kind === 'route' ? decision.rungs.map(({ label }) => label) : decision.kind;
  };
  return { house, parts, session, rungs };
}

test('a server added while connected joins the ways to fall back on, and one taken away leaves them (W7)', async () => {
  const { house, parts, session, rungs } = await open();
  try {
    expect(rungs('open')).toEqual(['system']);
    await house.servers.add('socks5://a.example:1');
    parts.bricks.replaceServers(house.servers.saved());
    session.refresh();
    expect(rungs('open')).toEqual(['system', 'socks5://a.example:1']);
    const [before] = parts.bricks.servers();

    await house.servers.add('socks5://b.example:2');
    parts.bricks.replaceServers(house.servers.saved());
    session.refresh();
    expect(parts.bricks.servers()[0]).toBe(before);
    await house.servers.remove('1');
    parts.bricks.replaceServers(house.servers.saved());
    session.refresh();
    expect(rungs('open')).toEqual(['system', 'socks5://b.example:2']);
  } finally {
    await session.close();
  }
});

test('a messenger chosen while connected is carried from then on, and one no longer chosen goes straight out (W7)', async () => {
  const { house, session, rungs } = await open();
  try {
    expect([rungs('open'), rungs('more')]).toEqual([['system'], 'direct']);
    await house.settings.change({ messengers: ['more'] });
    session.refresh();
    expect([rungs('open'), rungs('more')]).toEqual(['direct', ['system']]);
    expect(session.wanted().map(({ key }) => key.messenger)).toEqual(['more']);
  } finally {
    await session.close();
  }
});
