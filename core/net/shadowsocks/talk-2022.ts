import { TAG_BYTES } from './aead.ts';
import { createOpener, createOpeningBox, createSealer, createSealingBox, type Opener } from './chunks.ts';
import { sessionKey } from './method.ts';
import { answeredBy, type StreamParts, type Talk } from './talk.ts';

const REQUEST = 0;
const RESPONSE = 1;
/** The type, the time, and a length. Bytes. */
const FIXED_BYTES = 1 + 8 + 2;
/** How far an answer's clock may be from ours. Seconds. */
const MOST_SECONDS = 30;
const MOST_PADDING = 900;
/** Of what is written first, so that the header's length can hold it with the longest name and the longest padding. */
const MOST_FIRST_WORDS = 0x8000;

/**
 * SIP022, TCP: after the salt the request has two headers, the second with the target and the first words, or padding where
 * there are none yet; the answer has one, which says which request it answers and when.
 */
export function createTalk2022({ method, master, salt, address, clock, random, salts }: StreamParts): Talk {
  const box = createSealingBox(method, sessionKey(method, master, salt));
  const seal = createSealer(method, box);
  const seconds = () => Math.floor(clock.now() / 1000);
  const headBytes = method.keyBytes + FIXED_BYTES + method.keyBytes + TAG_BYTES;
  let held: Buffer = Buffer.alloc(0);
  let opener: Opener | undefined;

  function padding(): Buffer {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(1 + Math.floor(random.uniform() * MOST_PADDING));
    return Buffer.concat([length, random.bytes(length.readUInt16BE())]);
  }

  /** Throws where it is no answer to this request, or none of now. */
  function readHead(head: Buffer): Opener {
    const answerSalt = head.subarray(0, method.keyBytes);
    const open = createOpeningBox(method, sessionKey(method, master, answerSalt));
    const fixed = open(head.subarray(method.keyBytes));
    const isTimely = Math.abs(Number(fixed.readBigUInt64BE(1)) - seconds()) <= MOST_SECONDS;
    const isOurs = fixed.subarray(9, 9 + method.keyBytes).equals(salt);
    if (fixed[0] !== RESPONSE || !isTimely || !isOurs || !salts.isNew(answerSalt))
      throw new Error('an answer to something else');
    return createOpener(method, open, fixed.readUInt16BE(9 + method.keyBytes));
  }

  return {
    greet(words) {
      const first = words.subarray(0, MOST_FIRST_WORDS);
      const variable = Buffer.concat([address, first.length === 0 ? padding() : Buffer.alloc(2), first]);
      const fixed = Buffer.alloc(FIXED_BYTES);
      fixed.writeUInt8(REQUEST);
      fixed.writeBigUInt64BE(BigInt(seconds()), 1);
      fixed.writeUInt16BE(variable.length, 9);
      return Buffer.concat([salt, ...box(fixed), ...box(variable), seal(words.subarray(first.length))]);
    },
    seal,
    answered: () => answeredBy(opener),
    open(chunk) {
      if (opener !== undefined) return opener.push(chunk);
      held = Buffer.concat([held, chunk]);
      if (held.length < headBytes) return [];
      opener = readHead(held.subarray(0, headBytes));
      return opener.push(held.subarray(headBytes));
    },
  };
}
