/** Where text goes. `columns` is the width of a terminal that can rewrite its line; undefined for pipes and files. */
export interface Output {
  write(text: string): void;
  columns(): number | undefined;
}

/** To the line's start, and erase it (ECMA-48 EL). */
const ERASE = '\r\x1b[K';

/** Lines that stay, and under them one status line that is rewritten; without a terminal there is none. */
export function createTerminal({ write, columns }: Output) {
  let status = '';
  const erase = () => (columns() === undefined ? '' : ERASE);

  return {
    line(text: string): void {
      write(`${erase()}${text}\n`);
      status = '';
    },
    /** Shows what is happening now; cut so that it stays on one line and can be erased. */
    status(text: string): void {
      const width = columns();
      if (width === undefined || text === status) return;
      const letters = [...text];
      const room = Math.max(1, width - 1);
      write(ERASE + (letters.length <= room ? text : `${letters.slice(0, room - 1).join('')}…`));
      status = text;
    },
    /** Erases the status line. */
    end(): void {
      if (status !== '') write(erase());
      status = '';
    },
  };
}
export type Terminal = ReturnType<typeof createTerminal>;
