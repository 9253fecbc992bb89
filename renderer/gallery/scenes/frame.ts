import { known, off, on } from '../fixtures.ts';
import { WORKING } from '../messengers.ts';
import type { Scene, Scenes } from '../scene.ts';

const PROPOSAL = {
  token: 'p1',
  kind: 'socks5',
  label: 'socks5://sister@203.0.113.20:1080',
  host: '203.0.113.20',
  port: 1080,
  hasPassword: true,
  isLocal: false,
  program: null,
  assumed: [],
  isKnown: false,
};

const FAILED: Scene = {
  state: {
    phase: 'failed',
    code: 'data-file-broken',
    message: 'resources/strategies.json: line 14: expected a list',
  },
};

export const scenes: Scenes = {
  starting: { state: { phase: 'starting' } },
  failed: FAILED,
  'failed-erase': { ...FAILED, press: ['main > button:last-of-type'] },
  lost: { state: { phase: 'lost', attempt: 2, ...known({ messengers: [...WORKING] }) } },
  stopping: { state: { phase: 'stopping', ...known({ messengers: [...WORKING] }) } },
  'invitation-proposal': {
    state: off(),
    invitation: 'footbridge://add?link=socks5%3A%2F%2Fsister%3Ahello%40203.0.113.20%3A1080',
    answers: { describeLinks: { ok: true, value: { proposals: [PROPOSAL], lists: [], problems: [] } } },
  },
  'invitation-broken': {
    state: on({ messengers: [...WORKING] }),
    invitation: 'footbridge://add?link=vmess%3A%2F%2Fexample',
    answers: {
      describeLinks: {
        ok: true,
        value: { proposals: [], lists: [], problems: [{ code: 'unsupported', scheme: 'vmess', line: 1 }] },
      },
    },
  },
  'tray-explained': {
    state: on({ messengers: [...WORKING], settings: { ...known().settings, trayExplained: false } }),
  },
};
