import { readFileSync, writeFileSync } from 'node:fs';
import { agentCommand, ENTRY, windowsCommand } from './entries.ts';
import { commonParts, type Platform } from './world.ts';

const COMPANY = 'http://wpad.company.example/proxy.pac';

const off = { server: '', port: 0, on: false };
const service = (name: string, more: object = {}) => ({
  ...{ name, url: null, auto: false, discovery: true },
  ...{ webproxy: off, securewebproxy: off, socksfirewallproxy: off, ...more },
});
const macosState = () => ({
  services: [
    service('Wi-Fi'),
    service('USB 10/100 LAN — Офис', {
      ...{ url: COMPANY, auto: true, discovery: false },
      webproxy: { server: 'proxy.company.example', port: 3128, on: true },
    }),
    service('Thunderbolt Bridge', { disabled: true }),
    service('Company VPN', { refuses: true }),
  ],
});

/** As text, whichever order its fields have. */
const inOrder = (state: ReturnType<typeof macosState>): string =>
  JSON.stringify(state.services.map((one) => Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))));

/** macOS: the calls of `networksetup` on a model of it. */
export const macos: Platform = {
  name: 'macOS (model of networksetup)',
  kinds: ['pac', 'everything'],
  async create(folder) {
    const common = commonParts(folder);
    const file = common.state;
    const load = (): ReturnType<typeof macosState> => JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(macosState()));
    return {
      ...common,
      env: { ...common.env, LIFE_PLATFORM: 'macos', LIFE_STATE: file },
      settings: () => inOrder(load()),
      choose() {
        const change = (state: ReturnType<typeof macosState>, auto: boolean) => {
          const [, office] = state.services;
          if (office !== undefined)
            Object.assign(office, {
              auto,
              socksfirewallproxy: { server: 'own.example', port: 1, on: false },
            });
          return state;
        };
        writeFileSync(file, JSON.stringify(change(load(), false)));
        return inOrder(change(macosState(), false));
      },
      restorer: () => agentCommand(ENTRY.agent(folder)),
    };
  },
};

interface WindowsState {
  readonly connections: Record<
    '' | 'Мобильный интернет',
    { flags: number } & Readonly<Record<'server' | 'bypass' | 'pac', string | null>>
  >;
  readonly run: Readonly<Record<string, string>>;
}
const windowsState = (): WindowsState => ({
  connections: {
    '': { flags: 9, server: null, bypass: null, pac: null },
    'Мобильный интернет': {
      flags: 7,
      server: 'http=proxy.company.example:3128;https=proxy.company.example:3129',
      bypass: '*.company.example;<local>',
      pac: COMPANY,
    },
  },
  run: {},
});

/** Windows: the calls of PowerShell and `reg` on a model of what they change. */
export const windows: Platform = {
  name: 'Windows (model of WinINet)',
  kinds: ['pac', 'everything'],
  async create(folder) {
    const common = commonParts(folder);
    const file = common.state;
    const load = (): WindowsState => JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(windowsState()));
    const settings = (state = load()) =>
      JSON.stringify(Object.entries(state.connections).sort(([a], [b]) => (a < b ? -1 : 1)));
    return {
      ...common,
      env: { ...common.env, LIFE_PLATFORM: 'windows', LIFE_STATE: file },
      settings,
      choose() {
        const state = load();
        state.connections[''].flags = 1;
        writeFileSync(file, JSON.stringify(state));
        const wanted = windowsState();
        wanted.connections[''].flags = 1;
        return settings(wanted);
      },
      restorer: () => windowsCommand(load().run[ENTRY.run]),
    };
  },
};
