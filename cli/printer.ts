import type { EngineEvent } from '../core/contract.ts';
import { sentence } from './words.ts';

export interface Printer {
  event(event: EngineEvent): void;
  /** A value of a command that is no event, as JSON or as text. */
  value(json: unknown, text: string): void;
}

/** Prints to standard output: one JSON object per line, or plain words. Repeated sentences are printed once. */
export function createPrinter(json: boolean, write: (text: string) => void): Printer {
  let last = '';
  const say = (line: string) => {
    if (line !== last) write(`${line}\n`);
    last = line;
  };
  return {
    event(event) {
      if (json) return write(`${JSON.stringify(event)}\n`);
      const line = sentence(event);
      if (line !== null) say(line);
    },
    value: (object, text) => write(json ? `${JSON.stringify(object)}\n` : text),
  };
}
