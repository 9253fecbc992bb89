import { createInterface } from 'node:readline/promises';

/** Asks at the terminal; true for a word that begins with y. False where it is called off. */
export async function askYes(question: string, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(question, { signal });
    return /^\s*y/i.test(answer);
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
