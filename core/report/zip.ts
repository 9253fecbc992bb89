import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive: a plain name without folders, and its bytes. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are UTF-8 (APPNOTE 4.4.4, bit 11). */
const UTF8 = 0x0800;
const DEFLATED = 8;
/** 2.0: deflate, no folders, nothing encrypted. */
const VERSION = 20;
/** Above this a ZIP64 record would be needed (APPNOTE 4.3.14). Bytes. */
const MOST_BYTES = 0xffff_ffff;

/**
 * Packs files into a ZIP archive (PKWARE APPNOTE 6.3). `at` (milliseconds since 1970, read as UTC) is every file's time, so that the same
 * content makes the same archive. Throws RangeError beyond 4 GiB.
 */
export function zip(files: readonly ZipFile[], at: number): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  const when = dosTime(new Date(at));
  let offset = 0;
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes);
    const about = aboutFile(name, bytes, packed, when);
    const local = Buffer.concat([u32(LOCAL), u16(VERSION), about.common, u16(0), about.name]);
    directory.push(
      Buffer.concat([
        ...[u32(CENTRAL), u16(VERSION), u16(VERSION), about.common],
        // No extra field, no comment, first disk, no attributes.
        ...[u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset), about.name],
      ]),
    );
    pieces.push(local, packed);
    offset += local.length + packed.length;
  }
  const central = Buffer.concat(directory);
  if (offset + central.length > MOST_BYTES) throw new RangeError('too much for one archive');
  const count = u16(files.length);
  const end = [u32(END), u16(0), u16(0), count, count, u32(central.length), u32(offset), u16(0)];
  return Buffer.concat([...pieces, central, ...end]);
}

function aboutFile(name: string, bytes: Uint8Array, packed: Buffer, when: Buffer) {
  const encoded = Buffer.from(name, 'utf8');
  const sizes = [u32(crc32(bytes)), u32(packed.length), u32(bytes.length)];
  const common = Buffer.concat([u16(UTF8), u16(DEFLATED), when, ...sizes, u16(encoded.length)]);
  return { name: encoded, common };
}

/** Time and date as MS-DOS kept them: two seconds exact, from 1980 on. */
function dosTime(date: Date): Buffer {
  const year = Math.min(127, Math.max(0, date.getUTCFullYear() - 1980));
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day = (year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  return Buffer.concat([u16(time), u16(day)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}
