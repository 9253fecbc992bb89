import { type BridgeLine, parseBridgeLine } from '../bridge-line.ts';
import { createTor } from '../tor-element.ts';
import { accept, type LinkResult, refuse } from './link-result.ts';

/** Reads Tor's bridge lines, all of them as one way: Tor takes whichever answers. One that is wrong makes the whole wrong. */
export function parseBridges(lines: readonly string[]): LinkResult {
  const bridges: BridgeLine[] = [];
  for (const line of lines) {
    const bridge = parseBridgeLine(line);
    if (typeof bridge === 'string') return refuse({ code: bridge });
    bridges.push(bridge);
  }
  return accept(createTor(bridges));
}
