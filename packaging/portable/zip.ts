import { crc32, deflateRawSync } from 'node:zlib';
import { type Entry, MADE_AT, modeOf, sorted } from './entry.ts';

/** Of the format: 2.0, the first with folders and deflate. */
const VERSION = 20;
/** Made on Unix: the upper half of the attributes is a file's mode. */
const MADE_BY = (3 << 8) | VERSION;
const REGULAR_FILE = 0o100000;
const DEFLATE = 8;
const LOCAL = 30;
const CENTRAL = 46;
const END = 22;

/** A zip (APPNOTE 6.3) that depends on nothing but names, bytes and modes. Names must be ASCII; 4 GiB are the limit. */
export function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of sorted(entries)) {
    const name = Buffer.from(entry.path, 'latin1');
    const packed = deflateRawSync(entry.content, { level: 9 });
    const common = commonFields(entry.content, packed, name);
    const local = Buffer.alloc(LOCAL);
    local.writeUInt32LE(0x04034b50, 0);
    common.copy(local, 4);
    const central = Buffer.alloc(CENTRAL);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(MADE_BY, 4);
    common.copy(central, 6);
    central.writeUInt32LE(((REGULAR_FILE | modeOf(entry)) << 16) >>> 0, 38);
    central.writeUInt32LE(offset, 42);
    parts.push(local, name, packed);
    directory.push(central, name);
    offset += LOCAL + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...parts, list, endRecord(entries.length, list.length, offset)]);
}

/** What both headers of a file say in the same words. */
function commonFields(content: Buffer, packed: Buffer, name: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  const { date, time } = dosTime(MADE_AT);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(DEFLATE, 4);
  fields.writeUInt16LE(time, 6);
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(END);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function dosTime(seconds: number) {
  const at = new Date(seconds * 1000);
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
