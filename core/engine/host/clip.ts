import { type TransportView, viewTransport } from '../../model/transport-view.ts';

/** What the contract lets a text hold. Characters. */
const LONGEST = 4096;
const LONGEST_RESOLVER = 256;

/** A text within the contract's bounds. */
export function clip(text: string, length = LONGEST): string {
  return text.length <= length ? text : text.slice(0, length);
}

/** A transport's view within the contract's bounds. */
export function clippedView(label: string): TransportView {
  const view = viewTransport(clip(label));
  return { ...view, resolver: view.resolver === null ? null : clip(view.resolver, LONGEST_RESOLVER) };
}
