import { printExpression } from '../../expression.ts';
import { parseLinks } from '../link-list.ts';

export const ID = 'b831381d-6324-4d53-ad4f-8cda48b30811';
export const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
export const PUBLIC = 'Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA';
export const FINGERPRINT = '0123456789ABCDEF0123456789ABCDEF01234567';
/** A text as lists and older links have it. */
export const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What people get, and all that is found in it. */
export type Samples = readonly (readonly [what: string, sent: string, found: readonly string[]])[];

/** What was kept, which lists were found, and what was refused for what. */
export function foundIn(sent: string): readonly string[] {
  const { links, lists, faults } = parseLinks(sent);
  return [
    ...links.map(({ expression }) => printExpression(expression)),
    ...lists.map(({ address }) => `list ${address}`),
    ...faults.map(({ error }) =>
      ['refused', error.code, 'scheme' in error ? error.scheme : undefined].filter(Boolean).join(' '),
    ),
  ];
}
