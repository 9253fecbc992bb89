import type { NetworkFinding, Proposal } from '../../../core/contract.ts';
import { NOW, off, on } from '../fixtures.ts';
import { BLOCKED, WAITING } from '../messengers.ts';
import type { Answers, Scene, Scenes } from '../scene.ts';

const stuck: Scene = {
  state: on({ messengers: [...BLOCKED] }),
  view: { name: 'no-way', messenger: null },
};
const proposal = (more: Partial<Proposal> = {}): Proposal => ({
  token: 'proposal-1',
  kind: 'socks5',
  label: 'socks5://•••@bridge.example.net:1080',
  host: 'bridge.example.net',
  port: 1080,
  hasPassword: true,
  isLocal: false,
  program: null,
  assumed: [],
  isKnown: false,
  ...more,
});
const local = (program: string, port: number): Proposal =>
  proposal({
    token: `program-${port}`,
    label: `socks5://127.0.0.1:${port}`,
    host: '127.0.0.1',
    port,
    hasPassword: false,
    isLocal: true,
    program,
  });
const described = (...proposals: Proposal[]): Answers => ({
  describeLinks: { ok: true, value: { proposals, lists: [], problems: [] } },
});
const wrong = (
  ...problems: readonly (readonly [code: string, scheme?: string, needs?: string])[]
): Answers => ({
  describeLinks: {
    ok: true,
    value: {
      proposals: [],
      lists: [],
      problems: problems.map(([code, scheme = null, needs], at) => ({
        ...{ code, scheme, line: at + 1 },
        ...(needs !== undefined && { needs }),
      })),
    },
  },
});
const network = (network: NetworkFinding): Scene => ({
  ...stuck,
  state: on({ network, messengers: [...WAITING] }),
});

const missing: Answers = {
  describeLinks: {
    ok: true,
    value: {
      proposals: [],
      lists: [],
      problems: [
        {
          ...{ code: 'missing-engine', scheme: 'vless reality', needs: 'Xray, sing-box', line: 1 },
          programs: [
            { name: 'Xray', file: 'xray.exe', source: 'https://github.com/XTLS/Xray-core' },
            { name: 'sing-box', file: 'sing-box.exe', source: 'https://sing-box.sagernet.org/' },
          ],
        },
      ],
    },
  },
};
const GIVEN = {
  outcome: 'asked',
  ...{ token: 'program-1', name: 'Xray', bytes: 25_000_000, isKnown: false },
  hash: { head: '8516ffb1', tail: '4fd0ef37' },
} as const;

const CHOOSE = 'main form ~ section button:has(svg.lucide-file-cog)';
const LOOK = 'main form [type="submit"]';
const DETECT = 'main section > div:last-child button';

export const scenes: Scenes = {
  'no-way': stuck,
  'no-way-proposal': { ...stuck, answers: described(proposal()), press: [LOOK] },
  'no-way-add': { ...stuck, state: off() },
  'no-way-programs': {
    ...stuck,
    answers: {
      detectPrograms: {
        ok: true,
        value: {
          proposals: [
            { ...local('Tor Browser', 9150), kind: 'tor', label: 'tor://direct' },
            { ...local('Clash', 7890), isKnown: true },
          ],
        },
      },
    },
    press: [DETECT],
  },
  'no-way-no-program': { ...stuck, press: [DETECT] },
  'no-way-several': {
    ...stuck,
    answers: described(
      proposal({ hasPassword: false, assumed: ['socks5', 'port-1080'] }),
      proposal({ token: 'proposal-2', kind: 'https-proxy', host: '2001:db8::7', port: 443 }),
    ),
    press: [LOOK],
  },
  'no-way-many': {
    ...stuck,
    answers: {
      describeLinks: {
        ok: true,
        value: {
          proposals: Array.from({ length: 14 }, (_, at) =>
            proposal({
              token: `proposal-${at}`,
              kind: at % 3 === 0 ? 'ss' : 'vless',
              host: `198.51.100.${at + 1}`,
            }),
          ),
          lists: [],
          problems: Array.from({ length: 6 }, (_, at) => ({
            ...{
              code: at % 2 === 0 ? 'missing-port' : 'unsupported-scheme',
              scheme: at % 2 === 0 ? null : 'ssr',
            },
            line: at + 15,
          })),
        },
      },
    },
    press: [LOOK],
  },
  'no-way-list': {
    ...stuck,
    answers: {
      describeLinks: {
        ok: true,
        value: {
          proposals: [],
          lists: [{ token: 'list-1', host: 'keys.example.net', isKnown: false }],
          problems: [],
        },
      },
    },
    press: [LOOK],
  },
  'no-way-wrong-link': { ...stuck, answers: wrong(['unsupported-scheme', 'vmess']), press: [LOOK] },
  'no-way-wrong-lines': {
    ...stuck,
    answers: wrong(
      ['web-page'],
      ['missing-port'],
      ['missing-engine', 'vmess', 'Xray, V2Ray'],
      ['bad-pin', 'trojan'],
      ['unsupported-pin', 'tuic'],
    ),
    press: [LOOK],
  },
  'no-way-program': {
    ...stuck,
    answers: { ...missing, chooseProgram: { ok: true, value: GIVEN } },
    press: [LOOK, CHOOSE],
  },
  'no-way-program-web': { ...stuck, about: { shell: 'web' }, answers: missing, press: [LOOK] },
  'no-way-shutdown': network({ cause: 'shutdown' }),
  'no-way-whitelist': network({
    cause: 'whitelist-only',
    outage: { since: NOW, looks: 3, isConfirmed: true },
  }),
  'no-way-offline': network({ cause: 'offline' }),
  'no-way-captive-portal': network({ cause: 'captive-portal' }),
  'no-way-clock': network({ cause: 'clock-wrong', detail: '365 days behind' }),
  'no-way-intercepted': network({ cause: 'intercepted', detail: 'this-computer: Careful Antivirus' }),
};
