import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import english from '../resources/locales/en/shell.json' with { type: 'json' };
import { createLeaveQuestion } from './external.ts';
import { standIn } from './testing/stand-in.ts';
import { createWords } from './words.ts';

function setUp(response: number) {
  const asked: string[] = [];
  const opened: string[] = [];
  const leave = createLeaveQuestion(
    {
      showMessageBox: async (...given: unknown[]) => {
        asked.push(String(Reflect.get(Object(given.at(-1)), 'detail')));
        return { response, checkboxChecked: false };
      },
    },
    { openExternal: async (url) => void opened.push(url) },
    () => createWords('en', english, english),
  );
  return { asked, opened, leave: (url: string) => leave(standIn<BrowserWindow>(), url) };
}

test('a page is opened after a yes, and shown in the question as it will be opened', async () => {
  const { asked, opened, leave } = setUp(0);
  await leave('https://Example.com/а?b#c');
  expect(opened).toEqual(['https://example.com/%D0%B0?b#c']);
  expect(asked[0]).toContain('https://example.com/%D0%B0?b#c');
});

test('a no opens nothing', async () => {
  const { opened, leave } = setUp(1);
  await leave('https://example.com/');
  expect(opened).toEqual([]);
});

test('what is no plain page of the web is not even asked about', async () => {
  const { asked, leave } = setUp(0);
  for (const url of [
    'http://example.com/',
    'file:///etc/passwd',
    'tg://x',
    'https://me:pw@example.com/',
    'x',
    '',
  ])
    await leave(url);
  expect(asked).toEqual([]);
});

test('one question at a time', async () => {
  const { asked, leave } = setUp(0);
  await Promise.all([leave('https://a.example/'), leave('https://b.example/')]);
  expect(asked).toHaveLength(1);
});

test('an endless address is shown in part', async () => {
  const { asked, leave } = setUp(1);
  await leave(`https://example.com/${'a'.repeat(4_000)}`);
  expect(asked[0]?.length).toBeLessThan(400);
});
