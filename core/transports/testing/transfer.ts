import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';

const CHUNK = 64 << 10;

/**
 * Sends bytes that an echo server gives back, both ways at once, and reads as it comes. True where what came is what went.
 * Rejects where the stream breaks.
 */
export async function transfer(stream: Duplex, megabytes: number): Promise<boolean> {
  const total = Math.round(megabytes * 2 ** 20);
  const block = randomBytes(CHUNK);
  const [sent, heard] = [createHash('sha256'), createHash('sha256')];
  let missing = total;
  const hearing = new Promise<void>((resolve, reject) => {
    stream.once('error', reject).once('close', () => reject(new Error(`${missing} bytes are missing`)));
    stream.on('data', (chunk: Buffer) => {
      heard.update(chunk);
      missing -= chunk.length;
      if (missing <= 0) resolve();
    });
  });
  const saying = async () => {
    for (let at = 0; at < total; at += CHUNK) {
      // No two chunks are alike, so that one that is lost or comes twice shows.
      const chunk = Buffer.from(block);
      chunk.writeUInt32BE(at / CHUNK);
      sent.update(chunk);
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), hearing]);
    }
  };
  await Promise.all([saying(), hearing]);
  return missing === 0 && sent.digest('hex') === heard.digest('hex');
}
