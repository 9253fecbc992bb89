import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printExpression } from '../expression.ts';
import { readListAddress } from './link-list.ts';
import { parseLink } from './share-link.ts';

const TEXT = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'links.md'), 'utf8');
const [used = '', , lists = '', refused = ''] = TEXT.split('\n## ').slice(1);
/** The first two columns of a table whose cells are code. */
const rows = (section: string) =>
  [...section.matchAll(/^\| `(.+?)` \| `(.+?)` \|/gm)].map(([, sent = '', outcome = '']) => [
    sent.replaceAll('\\|', '|'),
    outcome.replaceAll('\\|', '|'),
  ]);

test('docs/links.md has rows of all kinds', () => {
  expect([used, lists, refused].map((section) => rows(section).length)).toEqual([30, 7, 24]);
});

test.each(rows(used))('%s is kept as %s', (sent, kept) => {
  const result = parseLink(sent);
  expect(result.ok && printExpression(result.expression)).toBe(kept);
});

test.each(rows(lists))('%s is the address of the list %s', (sent, address) => {
  expect(readListAddress(sent ?? '')).toBe(address);
});

test.each(rows(refused))('%s is refused as %s', (sent, code) => {
  const result = parseLink(sent);
  expect(!result.ok && result.error.code).toBe(code);
});
