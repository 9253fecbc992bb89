import type { HostPort } from '../model/address.ts';
import type { Pinned } from './pins.ts';
import type { Refusal } from './refusal.ts';
import type { RequestHead } from './request-head.ts';

/** What a client wants, whichever protocol it said it in. */
export type Wish =
  /** A byte stream to `target`; the replies are ready to be written. */
  | {
      readonly kind: 'tunnel';
      readonly target: HostPort;
      readonly pinned?: Pinned;
      readonly accepted: Uint8Array;
      readonly refused: (refusal: Refusal) => Uint8Array;
    }
  /** To send datagrams for as long as the connection lasts. */
  | { readonly kind: 'associate' }
  /** An HTTP request other than CONNECT; its bytes are still in the stream. */
  | { readonly kind: 'http'; readonly head: RequestHead }
  /** Nothing we do; this says so. */
  | { readonly kind: 'turned-away'; readonly reply: Uint8Array };
