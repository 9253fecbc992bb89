import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const icons = join(import.meta.dirname, '..', 'resources', 'icons');
const read = (...path: string[]) => readFileSync(join(icons, ...path));
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const widthOf = (png: Buffer) => png.readUInt32BE(16);

test('the Windows icon holds the drawings it lists, whole and of the sizes it says', () => {
  const ico = read('icon.ico');
  const count = ico.readUInt16LE(4);
  expect(count).toBe(9);
  for (let index = 0; index < count; index++) {
    const entry = 6 + 16 * index;
    const size = ico.readUInt8(entry) || 256;
    const start = ico.readUInt32LE(entry + 12);
    const png = ico.subarray(start, start + ico.readUInt32LE(entry + 8));
    expect(png.subarray(0, 8)).toEqual(PNG);
    expect(widthOf(png)).toBe(size);
    expect(png).toEqual(read('app', `${size}x${size}.png`));
  }
});

test('the macOS icon family is as long as it says and made of drawings up to 1024 pixels', () => {
  const icns = read('icon.icns');
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const found: Record<string, number> = {};
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    const png = icns.subarray(at + 8, at + icns.readUInt32BE(at + 4));
    expect(png.subarray(0, 8)).toEqual(PNG);
    found[icns.toString('latin1', at, at + 4)] = widthOf(png);
  }
  expect(found).toMatchObject({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64 });
});

test.each(['tray-colour', 'tray-on-colour'])('%s is there in colour', (name) => {
  expect(widthOf(read('tray', `${name}.png`))).toBe(24);
  expect(widthOf(read('tray', `${name}@2x.png`))).toBe(48);
});

test.each(['tray-light', 'tray-dark', 'trayTemplate', 'tray-on-light', 'tray-on-dark', 'tray-onTemplate'])(
  '%s is there for plain and for dense displays',
  (name) => {
    expect(widthOf(read('tray', `${name}.png`))).toBe(16);
    expect(widthOf(read('tray', `${name}@2x.png`))).toBe(32);
  },
);
