import { type PictureSize, readPictureSize } from './picture-size.ts';
import { textOfFile } from './text-of-file.ts';

/** What is taken in of a file: bytes, pixels, characters. The last is what the engine reads of a paste. */
export const TAKE_LIMITS = { file: 30_000_000, pixels: 64_000_000, text: 65_536 } as const;
/** A JPEG of a phone may carry a preview and much else before its frame header. */
const HEAD = 1_000_000;

/** Why nothing could be read out of a file. */
export type TakeProblem =
  | 'file-too-large'
  | 'picture-too-large'
  | 'no-code-in-picture'
  | 'picture-unreadable'
  | 'not-readable'
  | 'nothing-there';

export type Taken =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: TakeProblem };

/** Finds a QR code in a picture. Rejects where the picture cannot be unpacked. */
export type FindCode = (picture: Blob, size: PictureSize) => Promise<string | undefined>;

/** Reads the text of a text file, or of the QR code in a picture. Never rejects. */
export async function takeIn(file: Blob, findCode: FindCode): Promise<Taken> {
  if (file.size === 0) return refuse('nothing-there');
  if (file.size > TAKE_LIMITS.file) return refuse('file-too-large');
  try {
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    const size = readPictureSize(head);
    if (size !== undefined) return await takePicture(file, size, findCode);
    // A picture of a kind that browsers cannot show, as iPhones make them, is no text either.
    if (file.type.startsWith('image/')) return refuse('picture-unreadable');
    return takeText(file.size, head);
  } catch {
    return refuse('not-readable');
  }
}

async function takePicture(file: Blob, size: PictureSize, findCode: FindCode): Promise<Taken> {
  if (size.width * size.height > TAKE_LIMITS.pixels) return refuse('picture-too-large');
  const text = await findCode(file, size).catch(() => null);
  if (text === null) return refuse('picture-unreadable');
  return text === undefined || text.trim() === '' ? refuse('no-code-in-picture') : { ok: true, text };
}

function takeText(size: number, head: Uint8Array): Taken {
  const text = textOfFile(head);
  if (text === undefined) return refuse('not-readable');
  if (size > HEAD || text.length > TAKE_LIMITS.text) return refuse('file-too-large');
  return text.trim() === '' ? refuse('nothing-there') : { ok: true, text };
}

function refuse(problem: TakeProblem): Taken {
  return { ok: false, problem };
}
