import * as v from 'valibot';
import type { OwnCommand } from '../core/engine.ts';

const CommandLine = v.tupleWithRest([v.string()], v.string());
const OwnCommandSchema = v.object({ guard: CommandLine, restore: CommandLine });

/** Reads what `ownCommandText` wrote; throws where it did not. */
export function readOwnCommand(text: string): OwnCommand {
  return v.parse(OwnCommandSchema, JSON.parse(text));
}
