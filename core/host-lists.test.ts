import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { createAuthority } from './testing/authority.ts';
import { scratchFolder } from './testing/daemon.ts';

const authority = createAuthority();
const identity = authority.issue(['127.0.0.1']);
const roots = join(scratchFolder().path, 'root.pem');
writeFileSync(roots, authority.cert);
// What is trusted is read when the engine is loaded.
vi.stubEnv('NODE_EXTRA_CA_CERTS', roots);
vi.resetModules();
const { startPersonsServer } = await import('./engine/testing.ts');
const { startDataCentre } = await import('./measure/testing/chat-servers.ts');
const { page, startListServer } = await import('./testing/list-server.ts');
const { DONE, folders, opened, shut, startEngine, withOwnFolder } = await import('./testing/window.ts');

afterAll(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});
withOwnFolder();

test('a list is asked for only after the yes, its servers carry messengers, and all of it goes again (L1, L2, L4)', async () => {
  const server = await opened(startPersonsServer(await opened(startDataCentre())));
  const lists = await opened(startListServer(identity, () => page(`${server.link}\nss://what\n`)));
  const address = lists.address('/s/t0ken-of-vera');
  const { engine, states, known, phase, is, card } = startEngine([
    { messenger: 'shut', purpose: 'chat', port: await shut() },
  ]);
  const described = await engine.call('describeLinks', { text: `Here you are: ${address}` });
  if (!described.ok) throw new Error(described.error.code);
  const [proposal] = described.value.lists;
  expect(described.value).toMatchObject({ proposals: [], problems: [] });
  expect(proposal).toMatchObject({ host: '127.0.0.1', isKnown: false });
  expect(lists.accepted()).toBe(0);

  expect(await engine.call('fetchList', { token: proposal?.token ?? '' })).toEqual({
    ok: true,
    value: {
      ...{ outcome: 'taken', added: 1, left: 0 },
      problems: [{ code: 'bad-encoding', scheme: null, line: 2 }],
    },
  });
  await is(() => known().lists.length === 1 && known().ways.length === 1);
  const [list] = known().lists;
  expect(known().ways).toMatchObject([{ list: list?.id, name: null }]);
  await engine.call('connect', {});
  await is(() => phase() === 'on' && card('shut')?.condition === 'works');

  lists.reply(() => page('socks5://127.0.0.1:9\n'));
  expect(await engine.call('refreshList', { id: list?.id ?? '' })).toMatchObject({
    ok: true,
    value: { added: 1 },
  });
  await is(() => known().ways[0]?.label === 'socks5://127.0.0.1:9' && card('shut')?.condition !== 'works');
  lists.reply(() => page('', [], '404 Not Found'));
  expect(await engine.call('refreshList', { id: list?.id ?? '' })).toMatchObject({
    value: { outcome: 'failed', failure: 'refused' },
  });
  await is(() => known().lists[0]?.isFresh === false && known().ways.length === 1);

  expect(JSON.stringify(states)).not.toContain('t0ken-of-vera');
  const { home } = folders();
  for (const file of readdirSync(home))
    expect(readFileSync(join(home, file), 'latin1')).not.toContain('t0ken');
  expect(await engine.call('removeList', { id: list?.id ?? '' })).toEqual(DONE);
  await is(() => known().lists.length === 0 && known().ways.length === 0);
  const gone = { ok: false, error: { code: 'not-found' } };
  expect(await engine.call('removeList', { id: list?.id ?? '' })).toEqual(gone);
  expect(await engine.call('refreshList', { id: list?.id ?? '' })).toEqual(gone);
  expect(await engine.call('fetchList', { token: 'x' })).toEqual(gone);
});
