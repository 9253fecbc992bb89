import { writeFileSync } from 'node:fs';
import QRCode from 'qrcode';

/** Pixels of a picture, and of the light edge around the code that its standard wants, in its own dots. */
const WIDTH = 640;
const HEIGHT = 480;
const QUIET = 4;
/** Grey values of video: black is 16 and white is 235 (BT.601); colours in the middle are none. */
const INK = 24;
const PAPER = 220;
const DESK = 140;
const NO_COLOUR = 128;

/**
 * Writes what a camera sees that a QR code is held up to, as the raw film Chromium's fake camera plays (YUV4MPEG2, ten
 * pictures a second, 4:2:0). With an empty text it is a sheet of paper without a code.
 */
export function writeCameraFilm(path: string, text: string): void {
  const light = Buffer.alloc(WIDTH * HEIGHT, DESK);
  const code = text === '' ? null : QRCode.create(text).modules;
  const dots = (code?.size ?? 33) + 2 * QUIET;
  const dot = Math.floor((HEIGHT * 0.8) / dots);
  const left = Math.floor((WIDTH - dots * dot) / 2);
  const top = Math.floor((HEIGHT - dots * dot) / 2);
  for (let y = 0; y < dots * dot; y++) {
    for (let x = 0; x < dots * dot; x++) {
      const [row, column] = [Math.floor(y / dot) - QUIET, Math.floor(x / dot) - QUIET];
      const isInside = code !== null && row >= 0 && column >= 0 && row < code.size && column < code.size;
      const isDark = isInside && code.get(row, column) === 1;
      light[(top + y) * WIDTH + left + x] = isDark ? INK : PAPER;
    }
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, NO_COLOUR);
  const picture = Buffer.concat([Buffer.from('FRAME\n'), light, colour]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`);
  writeFileSync(path, Buffer.concat([head, picture, picture]));
}
