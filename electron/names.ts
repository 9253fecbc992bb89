import { COMMANDS, StreamItemSchemas, type StreamName } from '../core/contract.ts';
import { isCommandName } from '../core/shell-kit.ts';

/** Every command of the contract. */
export const COMMAND_NAMES = Object.keys(COMMANDS).filter(isCommandName);

const isStream = (name: string): name is StreamName => Object.hasOwn(StreamItemSchemas, name);
/** Every stream of the contract. */
export const STREAM_NAMES = Object.keys(StreamItemSchemas).filter(isStream);
