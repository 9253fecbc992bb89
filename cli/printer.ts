import type { EngineEvent } from '../core/contract.ts';
import { printableJson } from './people/clean.ts';
import { createStoryteller } from './people/storyteller.ts';
import { createTerminal, type Output } from './people/terminal.ts';

export interface PrinterOptions {
  readonly json: boolean;
  readonly details: boolean;
}

export interface Printer {
  event(event: EngineEvent): void;
  /** A value of a command that is no event, as JSON or as text. */
  value(json: unknown, text: string): void;
  /** A value for scripts alone. */
  json(value: unknown): void;
  /** A sentence for people alone. */
  say(text: string): void;
  /** The end of `check`: says what was measured. */
  measured(): void;
  /** Leaves the terminal clean. */
  end(): void;
}

/** Prints to standard output: one JSON object per line and nothing else, or plain words. */
export function createPrinter({ json, details }: PrinterOptions, output: Output): Printer {
  if (json) {
    const print = (value: unknown) => output.write(`${printableJson(value)}\n`);
    const nothing = () => undefined;
    return { event: print, value: print, json: print, say: nothing, measured: nothing, end: nothing };
  }
  const terminal = createTerminal(output);
  const { event, measured } = createStoryteller(terminal, { details });
  return {
    event,
    measured,
    value: (_json, text) => output.write(text),
    json: () => undefined,
    say: terminal.line,
    end: terminal.end,
  };
}
