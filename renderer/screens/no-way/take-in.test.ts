import { describe, expect, it } from 'vitest';
import { codeScales } from './code-scales.ts';
import { TAKE_LIMITS, takeIn } from './take-in.ts';

const gif = (width: number, height: number) =>
  new Blob(['GIF89a', new Uint8Array([width & 255, width >> 8, height & 255, height >> 8])]);
const never = () => Promise.reject(new Error('not to be asked'));

describe('a file', () => {
  it('of text gives its text', async () => {
    const file = new Blob(['socks5://192.0.2.1:1080\n']);
    expect(await takeIn(file, never)).toEqual({ ok: true, text: 'socks5://192.0.2.1:1080\n' });
  });

  it.each([
    ['UTF-16 of Windows', [0xff, 0xfe, ...[...'a.b:1'].flatMap((letter) => [letter.charCodeAt(0), 0])]],
    ['UTF-16 of others', [0xfe, 0xff, ...[...'a.b:1'].flatMap((letter) => [0, letter.charCodeAt(0)])]],
    ['UTF-8 with a mark', [0xef, 0xbb, 0xbf, ...[...'a.b:1'].map((letter) => letter.charCodeAt(0))]],
  ])('in %s gives its text', async (_, bytes) => {
    expect(await takeIn(new Blob([new Uint8Array(bytes)]), never)).toEqual({ ok: true, text: 'a.b:1' });
  });

  it('of an older Windows gives its links', async () => {
    const file = new Blob(['socks5://192.0.2.1:1080#', new Uint8Array([0xcc, 0xee, 0xf1, 0xf2])]);
    expect(await takeIn(file, never)).toEqual({ ok: true, text: 'socks5://192.0.2.1:1080#Мост' });
  });

  it('of a picture gives the text of its code', async () => {
    const found = await takeIn(gif(300, 200), (_, size) => Promise.resolve(`${size.width}x${size.height}`));
    expect(found).toEqual({ ok: true, text: '300x200' });
  });

  it.each([
    ['nothing-there', new Blob([])],
    ['nothing-there', new Blob([' \n'])],
    ['not-readable', new Blob([new Uint8Array([0xff, 0xfe, 0x00])])],
    ['not-readable', new Blob([new Uint8Array([0xff, 0xfe, 0x00, 0x00])])],
    ['not-readable', new Blob([new Uint8Array([0xcc, 0xee, 0x02])])],
    ['not-readable', new Blob(['a\0b'])],
    ['file-too-large', new Blob(['a'.repeat(TAKE_LIMITS.text + 1)])],
    ['not-readable', new Blob(['\0'.repeat(1_000_001)])],
    ['file-too-large', new Blob(['a'.repeat(1_000_001)])],
    ['picture-unreadable', new Blob(['....ftypheic'], { type: 'image/heic' })],
    ['picture-too-large', gif(65_535, 65_535)],
    ['file-too-large', new Blob([new Uint8Array(TAKE_LIMITS.file + 1)])],
  ])('is refused: %s', async (problem, file) => {
    expect(await takeIn(file, never)).toEqual({ ok: false, problem });
  });

  it('whose picture cannot be unpacked, or shows no code, is told apart', async () => {
    expect(await takeIn(gif(9, 9), never)).toEqual({ ok: false, problem: 'picture-unreadable' });
    const empty = await takeIn(gif(9, 9), () => Promise.resolve(undefined));
    expect(empty).toEqual({ ok: false, problem: 'no-code-in-picture' });
  });
});

describe('the sizes at which a code is looked for', () => {
  it('hold the picture’s own unless it is large', () => {
    expect(codeScales({ width: 400, height: 300 })).toEqual([{ width: 400, height: 300 }]);
    expect(codeScales({ width: 4000, height: 3000 })[0]).toEqual({ width: 900, height: 675 });
  });

  it('stay small, whatever the picture is', () => {
    for (const size of [
      { width: 1, height: 64_000_000 },
      { width: 8000, height: 8000 },
      { width: 30, height: 30 },
    ]) {
      for (const { width, height } of codeScales(size)) {
        expect(Math.max(width, height)).toBeLessThanOrEqual(1800);
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
      }
    }
  });
});
