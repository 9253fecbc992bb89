/** The empty border that a reader needs around the squares (ISO/IEC 18004 §9.1). */
const QUIET = 4;

export interface QrPicture {
  /** Squares on each side, the border included. */
  readonly size: number;
  /** SVG path data of all dark squares, one unit each. */
  readonly path: string;
}

/** One dark run of a row is one piece of the path: a picture of ordinary size has some hundreds. */
function drawRow(row: readonly boolean[], y: number): string {
  let path = '';
  for (let from = 0; from < row.length; from += 1) {
    if (!row[from]) continue;
    let to = from;
    while (row[to + 1]) to += 1;
    path += `M${from + QUIET} ${y + QUIET}h${to - from + 1}v1h-${to - from + 1}z`;
    from = to;
  }
  return path;
}

/**
 * A QR picture of the text; null where it is too long for one (2953 bytes). The library comes when the first picture is
 * wanted: few people ever share a way.
 */
export async function drawQr(text: string): Promise<QrPicture | null> {
  const { create } = await import('qrcode');
  for (const errorCorrectionLevel of ['M', 'L'] as const) {
    try {
      const { size, data } = create(text, { errorCorrectionLevel }).modules;
      const rows = Array.from({ length: size }, (_, y) =>
        Array.from({ length: size }, (_, x) => data[y * size + x] === 1),
      );
      return { size: size + 2 * QUIET, path: rows.map(drawRow).join('') };
    } catch {
      // Too long at this level: the library has no other complaint about a text.
    }
  }
  return null;
}
