/** What the double's main process tells the test that started it, and what it is told. */
export type Recorded =
  | { readonly what: 'devtools'; readonly port: number; readonly partition: string | null }
  | { readonly what: 'window'; readonly id: number; readonly shown: boolean; readonly options: WindowTraits }
  | { readonly what: 'focus'; readonly isFocused: boolean }
  | { readonly what: 'engine'; readonly pid: number }
  | {
      readonly what: 'tray';
      readonly tooltip: string;
      readonly labels: readonly string[];
      readonly icon: string;
    }
  | { readonly what: 'notification'; readonly title: string; readonly body: string }
  | { readonly what: 'dialog'; readonly message: string; readonly detail: string }
  | { readonly what: 'external'; readonly url: string }
  | {
      readonly what: 'proxy';
      readonly partition: string | null;
      readonly rules: string;
      readonly bypass: string;
    }
  | { readonly what: 'cancelled'; readonly url: string }
  | { readonly what: 'exit'; readonly code: number };

/** The parts of a window's options that say how shut off it is. */
export interface WindowTraits {
  readonly partition: string | null;
  readonly sandbox: boolean;
  readonly contextIsolation: boolean;
  readonly nodeIntegration: boolean;
  readonly hasPreload: boolean;
}

export type Told =
  | { readonly tell: 'tray'; readonly label: string }
  | {
      readonly tell: 'app';
      readonly event: 'second-instance' | 'open-url' | 'activate';
      readonly data: string;
    }
  | { readonly tell: 'power'; readonly event: 'resume' | 'shutdown' }
  | { readonly tell: 'close-window' }
  | { readonly tell: 'focus'; readonly isFocused: boolean }
  | { readonly tell: 'answer'; readonly response: number };
