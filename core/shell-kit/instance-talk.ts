import { createHmac } from 'node:crypto';
import * as v from 'valibot';
import { isSameSecret } from './constant-time.ts';

/** What the first is asked for: a link to its page, or to end because everything is being erased. */
const WISHES = ['ask', 'end'] as const;
export type Wish = (typeof WISHES)[number];

/**
 * How a second Footbridge asks the first for a link. Both prove that they have read the same private file, and neither
 * sends what it read: the port may by now belong to another program.
 */
const mark = (secret: string, purpose: Wish | 'answer', text: string) =>
  createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url');

const Text43 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));
const AnswerSchema = v.strictObject({ link: Text43, proof: Text43 });

/** The value of `Authorization` for a question with this nonce (43 characters of base64url). */
export function askingMark(secret: string, nonce: string, wish: Wish = 'ask'): string {
  return `Footbridge ${nonce} ${mark(secret, wish, nonce)}`;
}

/** What a reader of the file asks for, and the nonce of the question; null where somebody else asks. */
export function readAsking(
  secret: string,
  authorization: string | undefined,
): { readonly wish: Wish; readonly nonce: string } | null {
  const [scheme, nonce = '', proof = '', ...rest] = authorization?.split(' ') ?? [];
  if (scheme !== 'Footbridge' || rest.length > 0 || !v.is(Text43, nonce)) return null;
  const wish = WISHES.find((one) => isSameSecret(proof, mark(secret, one, nonce)));
  return wish === undefined ? null : { wish, nonce };
}

/** The answer to a question: a new link, and the proof that it comes from the writer of the file. */
export function answerAsking(secret: string, nonce: string, link: string): string {
  return JSON.stringify({ link, proof: mark(secret, 'answer', `${nonce}\n${link}`) });
}

/** The link of an answer, or null where it is not from the writer of the file. */
export function readAnswer(secret: string, nonce: string, text: string): string | null {
  try {
    const { link, proof } = v.parse(AnswerSchema, JSON.parse(text));
    return isSameSecret(proof, mark(secret, 'answer', `${nonce}\n${link}`)) ? link : null;
  } catch {
    return null;
  }
}
