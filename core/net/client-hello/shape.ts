/** Where cuts go: one inside the server name, or many around it. */
export type Cuts = 'sni' | 'many';

/** How a ClientHello leaves: cut into TLS records, into TCP segments, or both; at least one of the two. */
export interface Shape {
  readonly records?: Cuts;
  readonly segments?: Cuts;
  /** Wait between segments: milliseconds (1–1000), or chosen from the round trip. Only with `segments`. */
  readonly gap?: number | 'rtt';
}

export const MAX_GAP = 1000;
const RECORDS = /^tlsfrag:(?<cuts>sni|many)$/;
const SEGMENTS = /^tcpfrag:(?<cuts>sni|many)(?:,gap=(?<gap>rtt|[1-9]\d{0,3}ms))?$/;

/**
 * Reads a shape's text; undefined when it is none. Each shape has exactly one text:
 *
 *     shape    = records | segments | records "+" segments
 *     records  = "tlsfrag:" cuts                   TLS record fragmentation (RFC 8446 §5.1)
 *     segments = "tcpfrag:" cuts [ ",gap=" gap ]   TCP segmentation
 *     cuts     = "sni" | "many"
 *     gap      = "rtt" | 1–1000 "ms"
 */
export function parseShape(text: string): Shape | undefined {
  const parts = text.split('+');
  const records = RECORDS.exec(parts[0] ?? '')?.groups;
  const segments = SEGMENTS.exec(parts.at(-1) ?? '')?.groups;
  if (parts.length !== (records ? 1 : 0) + (segments ? 1 : 0)) return undefined;
  const gap = segments?.gap === 'rtt' ? 'rtt' : Number.parseInt(segments?.gap ?? '0', 10);
  if (gap !== 'rtt' && gap > MAX_GAP) return undefined;
  return {
    ...(records && { records: readCuts(records.cuts) }),
    ...(segments && { segments: readCuts(segments.cuts) }),
    ...(gap !== 0 && { gap }),
  };
}

/** The text that `parseShape` reads back as the same shape. */
export function printShape({ records, segments, gap }: Shape): string {
  const wait = gap === undefined ? '' : `,gap=${gap === 'rtt' ? gap : `${gap}ms`}`;
  const parts = [records && `tlsfrag:${records}`, segments && `tcpfrag:${segments}${wait}`];
  return parts.filter((part) => part !== undefined).join('+');
}

function readCuts(text: string | undefined): Cuts {
  return text === 'many' ? text : 'sni';
}
