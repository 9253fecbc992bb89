import { parseArgs } from 'node:util';

export interface Options {
  /** Of the page; 0 for any. */
  readonly port: number;
  /** Whether the page is opened in the person's browser, where that can be done. */
  readonly opens: boolean;
}

/** Reads the words after the program; null where they are not understood. */
export function readOptions(argv: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    });
    const port = Number(values.port ?? 0);
    const isPort = /^\d{1,5}$/.test(values.port ?? '0') && port <= 65_535;
    return isPort ? { port, opens: !values['no-open'] } : null;
  } catch {
    return null;
  }
}
