import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from './engine.ts';
import { CHAT, installChat } from './system/testing/installed-app.ts';
import { folders, place, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const ifLinux = test.skipIf(process.platform !== 'linux');
ifLinux(
  'an installed messenger is found and opened with the local proxy of now (skipped but on Linux)',
  async () => {
    const { apps, told } = installChat('exit 0');
    const port = await place();
    const know = () => writeFileSync(join(folders().resources, 'apps', 'chat.json'), JSON.stringify(CHAT));
    const purposes = [{ messenger: 'chat', purpose: 'chat', port }];
    const host = startEngine(purposes, systemClock, know, undefined, apps);
    await host.is(() => host.phase() === 'off');
    const { engine } = host;
    const found = { apps: [{ id: 'chat', opens: true }] };
    expect(await engine.call('findApps', { again: false })).toEqual({ ok: true, value: found });
    const open = () => engine.call('openApp', { messenger: 'chat' });
    expect(await open()).toEqual({ ok: false, error: { code: 'wrong-phase' } });
    await engine.call('connect', {});
    await host.is(() => host.phase() === 'on');
    expect(await open()).toEqual({ ok: true, value: { outcome: 'opened' } });
    expect(readFileSync(told, 'utf8')).toBe(`http://127.0.0.1:${host.port()} `);
    // That it was opened is no use of it (U1).
    expect(host.card('chat')?.inUseSince).toBeNull();
  },
  40_000,
);
