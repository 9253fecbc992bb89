import { gunzipSync, gzipSync } from 'node:zlib';
import { type Entry, MADE_AT, modeOf, sorted } from './entry.ts';

const BLOCK = 512;
const LONGEST_NAME = 100;
const LONGEST_PREFIX = 155;
/** Where gzip's header names the system it was made on (RFC 1952), and the number for "unknown". */
const GZIP_OS = 9;
const UNKNOWN_OS = 255;

/** A tar.gz (POSIX ustar) that depends on nothing but names, bytes and modes. Throws for a path that does not fit. */
export function tarGz(entries: readonly Entry[]): Buffer {
  const blocks = sorted(entries).flatMap((entry) => [header(entry), entry.content, padding(entry.content)]);
  const zipped = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  zipped.writeUInt8(UNKNOWN_OS, GZIP_OS);
  return zipped;
}

const padding = ({ length }: Buffer) => Buffer.alloc((BLOCK - (length % BLOCK)) % BLOCK);
const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;

function header(entry: Entry): Buffer {
  const { prefix, name } = splitPath(entry.path);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(octal(modeOf(entry), 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(entry.content.length, 11), 124);
  block.write(octal(MADE_AT, 11), 136);
  // The sum counts its own field as spaces.
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148);
  return block;
}

function splitPath(path: string): { prefix: string; name: string } {
  if (Buffer.byteLength(path) <= LONGEST_NAME) return { prefix: '', name: path };
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    const fits = Buffer.byteLength(name) <= LONGEST_NAME && Buffer.byteLength(prefix) <= LONGEST_PREFIX;
    if (fits) return { prefix, name };
  }
  throw new Error(`too long for an archive: ${path}`);
}

/** One file out of a tar.gz, such as a package of the npm registry; null where it holds none of that name. */
export function readFromTarGz(archive: Buffer, path: string): Buffer | null {
  const tar = gunzipSync(archive);
  const text = (at: number, length: number) =>
    tar
      .toString('utf8', at, at + length)
      .replace(/\0.*$/s, '')
      .trim();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    const name = [text(at + 345, LONGEST_PREFIX), text(at, LONGEST_NAME)].filter(Boolean).join('/');
    const isFile = tar[at + 156] === 0 || tar[at + 156] === 0x30;
    if (isFile && name === path) return tar.subarray(at + BLOCK, at + BLOCK + size);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}
