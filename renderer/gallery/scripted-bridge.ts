import * as v from 'valibot';
import {
  type About,
  type Answer,
  type Bridge,
  COMMANDS,
  type CommandName,
  type Outcome,
  type State,
} from '../../core/contract.ts';
import { ABOUT } from './fixtures.ts';
import type { Scene } from './scene.ts';

type Table = { readonly [C in CommandName]: Outcome<Answer<C>> };

const well = { ok: true, value: null } as const;
const notFound = { ok: false, error: { code: 'not-found' } } as const;

const tableOf = (about: About): Table => ({
  connect: well,
  look: well,
  disconnect: well,
  chooseMessengers: well,
  changeSettings: well,
  describeLinks: { ok: true, value: { proposals: [], lists: [], problems: [] } },
  fetchList: { ok: true, value: { outcome: 'failed', failure: 'unreachable' } },
  refreshList: { ok: true, value: { outcome: 'taken', added: 2, left: 0, problems: [] } },
  removeList: well,
  detectPrograms: { ok: true, value: { proposals: [] } },
  missingPrograms: { ok: true, value: { programs: [] } },
  lookAtProgram: notFound,
  keepProgram: { ok: true, value: { outcome: 'kept', name: 'Xray', version: '1.8.24' } },
  chooseProgram: { ok: true, value: { outcome: 'cancelled' } },
  acceptProposals: { ok: true, value: { ids: [] } },
  nameWay: well,
  moveWay: well,
  removeWay: well,
  acceptKey: well,
  testWay: notFound,
  shareWay: notFound,
  useSystemProxy: well,
  restoreComputer: { ok: true, value: { restored: 2, left: 0, failed: 0 } },
  onlyThrough: well,
  sharePhones: well,
  blockDevice: well,
  phoneLink: {
    ok: true,
    value: {
      link: 'tg://proxy?server=192.168.1.5&port=1443&secret=dd000102030405060708090a0b0c0d0e0f',
      other: 'tg://socks?server=192.168.1.5&port=1080&user=footbridge&pass=example',
    },
  },
  findApps: { ok: true, value: { apps: [] } },
  giveToTelegram: well,
  openApp: { ok: true, value: { outcome: 'opened' } },
  eraseEverything: well,
  closerLook: { ok: true, value: { contacts: [], stage: 'never', done: 0, all: 0 } },
  lookCloser: well,
  pastVerdicts: { ok: true, value: { past: [] } },
  previewReport: { ok: true, value: { files: [], hidden: [], code: '', text: '' } },
  packReport: notFound,
  handOverFiles: { ok: true, value: { files: [], drives: [], folder: '/home/mina/hand-over' } },
  startHandOver: well,
  stopHandOver: well,
  copyHandOver: well,
  openHandOverFolder: well,
  saveReport: { ok: true, value: { outcome: 'saved' } },
  about: { ok: true, value: about },
  openWindow: well,
  openPage: well,
  startAtLogin: well,
  quit: well,
});

/** Messengers in the order that was chosen, the others after them. */
function reorder(state: State, ids: readonly string[]): State {
  if (!('messengers' in state)) return state;
  const place = (id: string) => (ids.includes(id) ? ids.indexOf(id) : ids.length);
  const messengers = state.messengers
    .map((messenger) => ({ ...messenger, chosen: ids.includes(messenger.id) }))
    .sort((a, b) => place(a.id) - place(b.id));
  return { ...state, messengers };
}

function after(state: State, command: CommandName, args: unknown): State {
  if (command === 'chooseMessengers' && v.is(COMMANDS.chooseMessengers.args, args)) {
    return reorder(state, args.ids);
  }
  if (command === 'changeSettings' && v.is(COMMANDS.changeSettings.args, args) && 'settings' in state) {
    const { settings } = state;
    const { language = settings.language, theme, textSize, welcomed, trayExplained } = args.changes;
    const { plainLook, prepared } = args.changes;
    return {
      ...state,
      settings: {
        language,
        theme: theme ?? settings.theme,
        textSize: textSize ?? settings.textSize,
        welcomed: welcomed ?? settings.welcomed,
        trayExplained: trayExplained ?? settings.trayExplained,
        plainLook: plainLook ?? settings.plainLook,
        prepared: prepared ?? settings.prepared,
      },
    };
  }
  return state;
}

/** A bridge that stands in one scene; of all commands, only settings and the choice of messengers change it. */
export function createScriptedBridge(scene: Scene): Bridge {
  const table = tableOf({ ...ABOUT, ...scene.about });
  const listeners = new Set<(state: State) => void>();
  let state = scene.state;
  return {
    async call(command, args) {
      const next = after(state, command, args);
      if (next !== state) for (const listener of listeners) listener(next);
      state = next;
      return scene.answers?.[command] ?? table[command];
    },
    watchState(listener) {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
    watchStream(name, listener) {
      const items = scene.streams?.[name];
      if (items !== undefined) listener(items);
      return () => {};
    },
    watchInvitations(listener) {
      if (scene.invitation !== undefined) listener(scene.invitation);
      return () => {};
    },
  };
}
