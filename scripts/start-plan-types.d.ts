/** Plain JavaScript, because it runs before anything is installed. */
declare module '*/start-plan.mjs' {
  export const HELP: string;
  export function readStart(words: readonly string[]): {
    readonly mode: 'help' | 'window' | 'web' | 'terminal' | 'wrong';
    readonly port: string | null;
    readonly opens: boolean;
    readonly message?: string;
  };
  export function whyNoWindow(here: {
    readonly platform: NodeJS.Platform;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly isRoot: boolean;
    readonly isBuilt: boolean;
  }): string | null;
  export function mayFetch(triedAt: number | null, now: number): boolean;
}
