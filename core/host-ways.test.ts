import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startPersonsServer } from './engine/testing.ts';
import { systemClock } from './engine.ts';
import { startMtprotoServer } from './gateways/telegram/testing/mtproto-server.ts';
import { startDataCentre } from './measure/testing/chat-servers.ts';
import { refusedPort } from './testing/ports.ts';
import { add, DONE, folders, opened, place, shut, startEngine, withOwnFolder } from './testing/window.ts';

withOwnFolder();

const FILE = process.platform === 'win32' ? 'no-such-tor.exe' : 'no-such-tor';

describe('the ways of a person', () => {
  test('are named, ordered, shared and told apart by their identifiers', async () => {
    const { engine, known, is } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    const first = await add(engine, 'socks5://u:p@a.example:1080');
    const second = await add(engine, 'http://b.example:3128');
    expect(await engine.call('nameWay', { id: first, name: '  Anna ' })).toEqual(DONE);
    expect(await engine.call('moveWay', { id: second, to: 0 })).toEqual(DONE);
    await is(() => known().ways[1]?.name === 'Anna');
    expect(known().ways).toMatchObject([
      { id: second, name: null, label: 'http-proxy://b.example:3128', hasPassword: false, last: null },
      { id: first, name: 'Anna', label: 'socks5://•••@a.example:1080', hasPassword: true },
    ]);
    expect(await engine.call('shareWay', { id: first })).toEqual({
      ok: true,
      value: { link: 'socks5://u:p@a.example:1080' },
    });
    for (const id of ['server:0', '1']) {
      const gone = { ok: false, error: { code: 'not-found' } };
      expect(await engine.call('removeWay', { id })).toEqual(gone);
      expect(await engine.call('shareWay', { id })).toEqual(gone);
      expect(await engine.call('testWay', { id })).toEqual(gone);
      expect(await engine.call('nameWay', { id, name: '' })).toEqual(gone);
    }
  });

  test('that need a program which is not here are refused with its name, and not kept (B8)', async () => {
    const { engine, known } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    const text = 'webtunnel 192.0.2.1:443 url=https://a.example/x';
    expect(await engine.call('describeLinks', { text })).toEqual({
      ok: true,
      value: {
        proposals: [],
        lists: [],
        problems: [
          {
            ...{ code: 'missing-engine', scheme: 'tor', needs: 'Tor', line: 1 },
            programs: [{ name: 'Tor', file: FILE, source: 'https://example.org/' }],
          },
        ],
      },
    });
    expect(known().ways).toEqual([]);
  });

  test('that miss a program get it from a file, which shells alone may name (B10)', async () => {
    const { engine } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    const packed = join(folders().all, 'no-such-tor.zip');
    writeFileSync(packed, 'PK\u0003\u0004');
    const refused = { ok: true, value: { outcome: 'refused', fault: 'archive' } };
    expect(await engine.call('lookAtProgram', { path: packed })).toEqual(refused);
    const gone = { ok: false, error: { code: 'not-found' } };
    expect(await engine.call('keepProgram', { token: 'made-up' })).toEqual(gone);
    expect(await engine.call('missingPrograms', { id: 'server:0' })).toEqual(gone);
  });

  test('that name a resolver which is not known here do not keep everything else shut', async () => {
    const { engine, phase, is } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    const id = await add(engine, 'doh:of-yesterday | socks5://a.example:1080');
    expect(await engine.call('connect', {})).toEqual(DONE);
    await is(() => phase() === 'on');
    expect(await engine.call('testWay', { id })).toMatchObject({ ok: true, value: { outcome: 'failed' } });
  });

  test('are offered Tor where it is on this computer, and add it as any other (B7)', async () => {
    const { engine, known, is } = startEngine([{ messenger: 'open', purpose: 'chat', port: await place() }]);
    const engines = join(folders().home, 'engines');
    mkdirSync(engines, { recursive: true });
    writeFileSync(join(engines, 'no-such-tor'), '#!/bin/sh\necho Tor version 0.4.8.9.\n', { mode: 0o755 });
    const found = await engine.call('detectPrograms', {});
    const [tor] = found.ok ? found.value.proposals.filter(({ kind }) => kind === 'tor') : [];
    expect(tor).toMatchObject({ label: 'tor://direct', isLocal: true, hasPassword: false });
    await engine.call('acceptProposals', { tokens: [tor?.token ?? ''] });
    await is(() => known().ways[0]?.label === 'tor://direct');
  });

  test('are tested by speaking to a chosen messenger through them alone, on and off (W8)', async () => {
    const server = await opened(startPersonsServer(await opened(startDataCentre())));
    const dead = await refusedPort();
    const { engine, known, phase, is } = startEngine([
      { messenger: 'shut', purpose: 'chat', port: await shut() },
    ]);
    const good = await add(engine, server.link);
    const bad = await add(engine, `socks5://${dead.host}:${dead.port}`);
    for (const isOn of [false, true]) {
      if (isOn) {
        await engine.call('connect', {});
        await is(() => phase() === 'on');
      }
      const works = await engine.call('testWay', { id: good });
      expect(works).toMatchObject({ ok: true, value: { outcome: 'works' } });
      const failed = await engine.call('testWay', { id: bad });
      expect(failed).toMatchObject({ ok: true, value: { outcome: 'failed', failure: 'x_proxy_refused' } });
      await is(
        () =>
          known()
            .ways.map(({ last }) => last?.outcome)
            .join() === 'works,failed',
      );
      expect(known().phase).toBe(isOn ? 'on' : 'off');
    }
  });
});

test('a way that carries Telegram alone is tested with it, chosen or not, and found by the search (W8)', async () => {
  const centre = await opened(startDataCentre());
  const key = Buffer.alloc(16, 7);
  const proxy = await opened(startMtprotoServer({ key, isPadded: true, centre }));
  const { engine, known, phase, is } = startEngine([
    { messenger: 'shut', purpose: 'chat', port: await shut(), isSuggested: false },
    { messenger: 'open', purpose: 'chat', port: centre.port },
  ]);
  const secret = key.toString('hex');
  const right = await add(engine, `tg://proxy?server=${proxy.host}&port=${proxy.port}&secret=dd${secret}`);
  expect(await engine.call('testWay', { id: right })).toMatchObject({ value: { outcome: 'works' } });
  expect(await engine.call('chooseMessengers', { ids: ['shut'] })).toEqual(DONE);
  await engine.call('connect', {});
  await is(() => phase() === 'on');
  const route = known().messengers.find(({ id }) => id === 'shut')?.purposes[0]?.route;
  expect(route?.transport).toMatchObject({ kind: 'server', text: `mtproto://•••@127.0.0.1:${proxy.port}` });
  expect(known().troubles.filter(({ transport }) => transport !== null)).toEqual([]);
  expect(proxy.complaints).toEqual([]);
});

describe('what is kept', () => {
  test('settings hold over a restart of the engine', async () => {
    const purposes = [{ messenger: 'open', purpose: 'chat', port: await place() }];
    const { engine, known, is } = startEngine(purposes);
    expect(await engine.call('changeSettings', { changes: { theme: 'dark', language: 'fa' } })).toEqual(DONE);
    await is(() => known().settings.theme === 'dark');
    await engine.close();
    const again = startEngine(purposes);
    await again.is(() => again.phase() === 'off');
    expect(again.known().settings).toMatchObject({ theme: 'dark', language: 'fa', welcomed: false });
  });

  test('is gone once everything was erased, and nothing new is written (S3)', async () => {
    const { engine, known, phase, is } = startEngine([
      { messenger: 'open', purpose: 'chat', port: await place() },
    ]);
    await add(engine, 'socks5://u:p@a.example:1080');
    await engine.call('changeSettings', { changes: { welcomed: true } });
    await engine.call('connect', {});
    await is(() => phase() === 'on');
    expect(readdirSync(folders().home).length).toBeGreaterThan(2);
    expect(await engine.call('eraseEverything', {})).toEqual(DONE);
    await is(() => phase() === 'off' && known().ways.length === 0);
    expect(known()).toMatchObject({ settings: { welcomed: false }, troubles: [] });
    expect(readdirSync(folders().all)).toEqual(['resources']);
    await engine.call('connect', {});
    await is(() => phase() === 'on');
  });

  test('broken data files are named, and the engine is not started again and again (W6)', async () => {
    const { phase, states, is } = startEngine([], systemClock, () =>
      writeFileSync(join(folders().resources, 'controls.json'), '{'),
    );
    await is(() => phase() === 'failed');
    expect(states.at(-1)).toMatchObject({
      code: 'broken-data',
      message: 'controls.json: not JSON',
    });
  });
});
