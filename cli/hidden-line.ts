/** Shown for what is typed or pasted, at most this often: what wraps cannot be taken back by a terminal. */
const MAX_DOTS = 24;
/** Longer input is no link. Characters. */
const MAX_LENGTH = 64 * 1024;

export interface HiddenStep {
  /** What to show for it. */
  readonly echo: string;
  readonly outcome: 'more' | 'line' | 'interrupted' | 'ended' | 'too-long';
}

/** A line typed at a terminal in raw mode, of which only dots are shown. */
export function createHiddenLine() {
  let letters: string[] = [];

  function erase(count: number): string {
    const before = Math.min(letters.length, MAX_DOTS);
    letters = letters.slice(0, letters.length - count);
    return '\b \b'.repeat(before - Math.min(letters.length, MAX_DOTS));
  }

  function press(key: string): HiddenStep {
    switch (key) {
      case '\r':
      case '\n':
        return { echo: '', outcome: 'line' };
      case '\x03':
        return { echo: '', outcome: 'interrupted' };
      case '\x04':
        return { echo: '', outcome: 'ended' };
      case '\x7f':
      case '\b':
        return { echo: erase(letters.length > 0 ? 1 : 0), outcome: 'more' };
      case '\x15':
        return { echo: erase(letters.length), outcome: 'more' };
    }
    if (/\p{Cc}/u.test(key)) return { echo: '', outcome: 'more' };
    if (letters.length >= MAX_LENGTH) return { echo: '', outcome: 'too-long' };
    letters.push(key);
    return { echo: letters.length <= MAX_DOTS ? '•' : '', outcome: 'more' };
  }

  return {
    text: () => letters.join(''),
    /** Takes what the terminal sent; keys like arrows, and the marks around a paste, count for nothing. */
    feed(chunk: string): HiddenStep {
      let echo = '';
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one (ECMA-48).
      for (const key of chunk.replace(/\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/g, '')) {
        const step = press(key);
        echo += step.echo;
        if (step.outcome !== 'more') return { echo, outcome: step.outcome };
      }
      return { echo, outcome: 'more' };
    },
  };
}
