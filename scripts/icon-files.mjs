/** Sizes that Windows asks for; 256 is stored as 0 (ICONDIRENTRY). */
const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
/** Types of PNGs in an icon family, by their pixels. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

/** A Windows icon out of PNGs by their size. */
export function ico(pngs) {
  const header = Buffer.alloc(6 + 16 * ICO_SIZES.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(ICO_SIZES.length, 4);
  let offset = header.length;
  ICO_SIZES.forEach((size, index) => {
    const entry = 6 + 16 * index;
    const { length } = pngs.get(size);
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += length;
  });
  return Buffer.concat([header, ...ICO_SIZES.map((size) => pngs.get(size))]);
}

/** A macOS icon family out of PNGs by their size. */
export function icns(pngs) {
  const blocks = ICNS_TYPES.map(([type, size]) => block(type, pngs.get(size)));
  return block('icns', Buffer.concat(blocks));
}

function block(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([header, content]);
}
