import { expect, test } from 'vitest';
import { machineLine, table, withSection } from './page.ts';

const PAGE = `# Proofs

<!-- proof:one -->
old
<!-- /proof:one -->

between

<!-- proof:two -->
<!-- /proof:two -->
`;

test('a section is replaced and the rest of the page stays', () => {
  const page = withSection(withSection(PAGE, 'one', 'new\n'), 'two', 'second');
  expect(page).toBe(PAGE.replace('old', 'new').replace('two -->\n<', 'two -->\nsecond\n<'));
  expect(withSection(page, 'one', 'new')).toBe(page);
});

test('a page without the section is not written to', () => {
  expect(() => withSection(PAGE, 'three', 'text')).toThrow('no section three');
  expect(() => withSection('<!-- /proof:x --><!-- proof:x -->', 'x', 'text')).toThrow('no section x');
});

test('a table has a head, a line and rows', () => {
  expect(
    table([
      ['a', 'b'],
      ['c', 1],
    ]),
  ).toBe('| a | b |\n| --- | --- |\n| c | 1 |');
});

test('the machine is named with date, kernel and Node', () => {
  expect(machineLine(new Date('2026-11-23T10:00:00Z'))).toMatch(/^2026-11-23\. \d+ cores of .+, Node \d+\./);
});
