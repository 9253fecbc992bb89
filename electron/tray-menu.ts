import type { MenuItemConstructorOptions } from 'electron';
import type { State } from '../core/contract.ts';
import { stateInWords } from './state-words.ts';
import type { Words } from './words.ts';

export interface TrayActions {
  connect(): void;
  disconnect(): void;
  open(): void;
  quit(): void;
}

function switchItem(state: State, words: Words, actions: TrayActions): MenuItemConstructorOptions {
  switch (state.phase) {
    case 'searching':
      return { label: words.say('menuStopSearching'), click: actions.disconnect };
    case 'on':
    case 'lost':
      return { label: words.say('menuDisconnect'), click: actions.disconnect };
    default:
      // An engine that could not be started is tried once more by being asked to connect.
      return {
        label: words.say('menuConnect'),
        click: actions.connect,
        enabled: state.phase === 'off' || state.phase === 'failed',
      };
  }
}

/** The tray's menu: how it goes, the one switch, the window, the end. A plain one names neither us nor messengers. */
export function trayMenu(
  state: State,
  words: Words,
  actions: TrayActions,
  isPlain: boolean,
): MenuItemConstructorOptions[] {
  return [
    { label: isPlain ? words.say('plainName') : stateInWords(state, words), enabled: false },
    { type: 'separator' },
    switchItem(state, words, actions),
    { label: words.say(isPlain ? 'plainOpen' : 'menuOpen'), click: actions.open },
    { type: 'separator' },
    { label: words.say(isPlain ? 'plainQuit' : 'menuQuit'), click: actions.quit },
  ];
}
