import { type TransportView, viewTransport } from '../../model/transport-view.ts';

/** What the contract lets a text hold. Characters. */
const LONGEST = 4096;

/** A text within the contract's bounds. */
export function clip(text: string, length = LONGEST): string {
  return text.length <= length ? text : text.slice(0, length);
}

/** A transport's view within the contract's bounds. */
export function clippedView(label: string): TransportView {
  return viewTransport(clip(label));
}
