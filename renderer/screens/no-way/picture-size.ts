export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Reads how large a PNG, GIF, BMP, WebP or JPEG says it is, before anything is unpacked: a file of a few bytes can
 * claim to be gigantic. Undefined for every other kind of file. Takes the file's first bytes.
 */
export function readPictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = READERS.find(([magic]) => hasMagic(bytes, magic))?.[1](view);
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
}

type Reader = (view: DataView) => PictureSize | undefined;
/** Bytes at the beginning; a dot stands for any. */
type Magic = string;

const READERS: readonly (readonly [Magic, Reader])[] = [
  ['\x89PNG\r\n\x1a\n', (view) => pair(view, 16, 24, (at) => view.getUint32(at), 4)],
  ['GIF8', (view) => pair(view, 6, 10, (at) => view.getUint16(at, true), 2)],
  ['BM', (view) => pair(view, 18, 26, (at) => Math.abs(view.getInt32(at, true)), 4)],
  ['RIFF....WEBPVP8 ', (view) => pair(view, 26, 30, (at) => view.getUint16(at, true) & 0x3fff, 2)],
  ['RIFF....WEBPVP8L', readLossless],
  ['RIFF....WEBPVP8X', (view) => pair(view, 24, 30, (at) => readUint24(view, at) + 1, 3)],
  ['\xff\xd8\xff', readJpeg],
];

function hasMagic(bytes: Uint8Array, magic: Magic): boolean {
  return [...magic].every((char, at) => char === '.' || bytes[at] === char.charCodeAt(0));
}

function pair(
  view: DataView,
  from: number,
  to: number,
  read: (at: number) => number,
  step: number,
): PictureSize | undefined {
  return view.byteLength < to ? undefined : { width: read(from), height: read(from + step) };
}

function readUint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
}

/** Two times 14 bits, less one. */
function readLossless(view: DataView): PictureSize | undefined {
  if (view.byteLength < 25) return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** Walks from segment to segment to the frame header (ITU T.81, B.2.2). */
function readJpeg(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}
