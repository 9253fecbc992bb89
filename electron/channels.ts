import type { CommandName, StreamName } from '../core/contract.ts';

/** The whole set of channels between screens and main process: one for each command, three kinds for watching. */
export const commandChannel = <C extends CommandName>(command: C) => `command:${command}` as const;
/** Asks to be told about a `Watched` thing under a number of the asker's choice. */
export const WATCH = 'watch';
export const UNWATCH = 'unwatch';
/** What is new for one asker. */
export const newsChannel = (number: number) => `news:${number}` as const;

export type Watched = 'state' | 'invitations' | StreamName;
