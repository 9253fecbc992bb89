import { readFileSync, rmSync } from 'node:fs';
import { replaceFile } from './replace-file.ts';

/** What is remembered of the window, as text in a file. Never throws: a place that is lost is worth no failure. */
export interface WindowMemory {
  read(): string | null;
  write(text: string): void;
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
  return {
    read: () => quietly(() => readFileSync(path, 'utf8')),
    write: (text) => void quietly(() => replaceFile(path, text)),
    forget: () => void quietly(() => rmSync(path, { force: true })),
  };
}
