import { readFileSync, rmSync } from 'node:fs';
import { replaceFile } from './replace-file.ts';

/** What is remembered of the window, as text in a file. Never throws: a place that is lost is worth no failure. */
export interface WindowMemory {
  read(): string | null;
  write(text: string): void;
  /** Removes it; nothing is kept any more until the next start. */
  forget(): void;
}

const quietly = <T>(action: () => T): T | null => {
  try {
    return action();
  } catch {
    return null;
  }
};

/** Keeps it in this file. */
export function createWindowMemory(path: string): WindowMemory {
  let isForgotten = false;
  return {
    read: () => quietly(() => readFileSync(path, 'utf8')),
    write(text) {
      if (!isForgotten) quietly(() => replaceFile(path, text));
    },
    forget() {
      isForgotten = true;
      quietly(() => rmSync(path, { force: true }));
    },
  };
}
