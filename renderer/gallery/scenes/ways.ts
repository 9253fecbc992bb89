import type { Way } from '../../../core/contract.ts';
import { NOW, off, on } from '../fixtures.ts';
import type { Scene, Scenes } from '../scene.ts';

const MINUTE = 60_000;

const way = (id: string, more: Partial<Way> = {}): Way => ({
  id,
  name: null,
  label: `socks5://${id}@203.0.113.20:1080`,
  hasPassword: true,
  addedAt: NOW - 9 * 24 * 60 * MINUTE,
  list: null,
  last: null,
  ...more,
});

const WAYS: readonly Way[] = [
  way('aunt', {
    name: 'Aunt Vera in Vilnius',
    last: { outcome: 'works', at: NOW - 4 * MINUTE, seconds: 1.84 },
  }),
  way('work', {
    name: 'From work',
    label: 'https://…@proxy.example.org:443',
    last: { outcome: 'failed', at: NOW - 3 * MINUTE, failure: 'x_proxy_bad_credentials' },
  }),
  way('shadow', { label: 'ss://…@[2001:db8:85a3::8a2e:370:7334]:8388', last: { outcome: 'running' } }),
  way('tor', { label: 'tor://direct', hasPassword: false, last: { outcome: 'running' } }),
];

const list: Scene = {
  state: on({ ways: [...WAYS], tor: { percent: 45, stage: 'directory' } }),
  view: { name: 'ways' },
  answers: {
    shareWay: { ok: true, value: { link: 'socks5://vera:correct-horse@203.0.113.20:1080#Vera' } },
    testWay: { ok: true, value: { outcome: 'works', at: NOW, seconds: 1.84 } },
  },
};

const gone: Scene = {
  state: on({
    ways: [
      way('reality', {
        label: 'reality://•••@203.0.113.20:443',
        last: { outcome: 'failed', at: NOW - 3 * MINUTE, failure: 'x_proxy_engine_missing' },
      }),
    ],
  }),
  view: { name: 'ways' },
  answers: {
    missingPrograms: {
      ok: true,
      value: {
        programs: [{ name: 'Xray', file: 'xray', source: 'https://github.com/XTLS/Xray-core' }],
      },
    },
  },
  press: ['main li:first-child button:has(svg.lucide-file-cog)'],
};

const HOST = 'keys.example.net';
const withList: Scene = {
  ...list,
  state: on({
    // As a search found it, by no test of the person's.
    troubles: [{ code: 'connection_reset', message: 'reset', transport: 'ss://•••@198.51.100.7:8388' }],
    lists: [
      { id: 'list:a', host: HOST, addedAt: NOW - 9 * MINUTE, askedAt: NOW - 9 * MINUTE, isFresh: false },
    ],
    ways: [
      ...WAYS.slice(0, 1),
      way('one', { label: 'ss://•••@198.51.100.7:8388', list: 'list:a' }),
      way('two', { label: 'trojan://•••@198.51.100.8:443', list: 'list:a' }),
    ],
  }),
};

/** A server that was set up anew, or that somebody pretends to be. */
const changed: Scene = {
  ...list,
  state: on({
    ways: [
      way('vera', {
        name: 'Aunt Vera in Vilnius',
        label: 'ssh://•••@ssh.example.org:22',
        keyChange: {
          known: 'uNiVztksCsDhcc0u9e8BrUqbN6sOYGlBhJPy3mJ1RZE',
          shown: '8vWmVTbC1XfHNmdTbyHk1mLqJ6pEJ3yZkZLkGqmO4yQ',
        },
      }),
      ...WAYS.slice(1, 2),
    ],
  }),
};

const FIRST = 'main li:first-child ';
const SHARE = `${FIRST}section > div:last-of-type > button:nth-of-type(2)`;
const MORE = `${FIRST}[aria-haspopup="menu"]`;

export const scenes: Scenes = {
  'ways-empty': { state: off(), view: { name: 'ways' } },
  'ways-list': list,
  'ways-program': gone,
  'ways-with-list': { ...withList, press: ['main details summary'] },
  'ways-share-warning': { ...list, press: [SHARE] },
  'ways-share-picture': { ...list, press: [SHARE, 'dialog[open] button:last-of-type'] },
  'ways-rename': { ...list, press: [MORE, '[role="menuitem"]:first-child'] },
  'ways-remove': { ...list, press: [MORE, '[role="menuitem"]:last-child'] },
  'ways-key-changed': changed,
  'ways-key-question': { ...changed, press: [`${FIRST}section > div:last-of-type > button:first-of-type`] },
  'ways-tor-blocked': {
    ...list,
    state: on({
      ways: ['tor://direct', 'tor://obfs4'].map((label, index) =>
        way(`tor-${index}`, {
          ...{ label, hasPassword: false },
          last: { outcome: 'failed', at: NOW - MINUTE, failure: 'x_proxy_unreachable' },
        }),
      ),
    }),
  },
  /** Each way in which a server can fail, in words. */
  'ways-failures': {
    state: off({
      ways: [
        'x_proxy_refused',
        'x_proxy_unreachable',
        'x_proxy_not_a_proxy',
        'x_proxy_forbidden_target',
        'x_proxy_far_end_failed',
        'x_proxy_timed_out',
        'connection_reset',
        'ssl_unknown_authority',
        'unknown_failure: something new',
      ].map((failure, index) =>
        way(`way-${index}`, {
          last: { outcome: 'failed', at: NOW - index * MINUTE, failure },
          // One that Telegram could take by itself.
          ...(index === 0 ? { label: 'mtproto://…@198.51.100.7:443' } : {}),
        }),
      ),
    }),
    view: { name: 'ways' },
  },
};
