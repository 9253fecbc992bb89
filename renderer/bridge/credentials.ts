/** What a tab shows the loopback server: the link it was opened with, and a key of its own by which it is known again. */
export interface Credentials {
  readonly link: string;
  readonly tab: string;
}

/** The page's address and memory, as far as they matter here. */
export interface Doorstep {
  /** With its `#`. */
  readonly fragment: string;
  /** Takes the fragment out of the address bar and the tab's history. */
  forgetFragment(): void;
  /** Lives as long as the tab. */
  readonly memory: Pick<Storage, 'getItem' | 'setItem'>;
  /** 256 bits in base64url. */
  newKey(): string;
}

const LINK = 'footbridge-link';
const TAB = 'footbridge-tab';
const KEY = /^[A-Za-z0-9_-]{43}$/;

/** Takes the link out of the address, or recalls it after a reload; null where this tab never had one. */
export function takeCredentials({ fragment, forgetFragment, memory, newKey }: Doorstep): Credentials | null {
  const given = new URLSearchParams(fragment.slice(1)).get('token');
  const before = { link: memory.getItem(LINK), tab: memory.getItem(TAB) };
  const link = given ?? before.link;
  if (given !== null) forgetFragment();
  if (link === null || !KEY.test(link)) return null;
  const tab = link === before.link && before.tab !== null ? before.tab : newKey();
  memory.setItem(LINK, link);
  memory.setItem(TAB, tab);
  return { link, tab };
}
