import { expect, test } from 'vitest';
import type { ToShell } from './messages.ts';
import { createProxyQuestions } from './proxy-questions.ts';

const never = new AbortController().signal;
const SCRIPT = 'http://wpad.company.example/proxy.pac';

test('each question about a network’s script gets its own answer, once (C11)', async () => {
  const posted: ToShell[] = [];
  const questions = createProxyQuestions((message) => posted.push(message));
  const [first, second] = ['https://a.example/', 'https://b.example/'].map((url) =>
    questions.findProxy(SCRIPT, url, never),
  );
  expect(posted).toMatchObject([
    { kind: 'find-proxy', id: 0, script: SCRIPT, url: 'https://a.example/' },
    { kind: 'find-proxy', id: 1, script: SCRIPT, url: 'https://b.example/' },
  ]);
  questions.answered(1, null);
  questions.answered(0, 'PROXY p.example:1');
  questions.answered(0, 'DIRECT');
  questions.answered(7, 'DIRECT');
  expect(await Promise.all([first, second])).toEqual(['PROXY p.example:1', null]);
});

test('nobody waits for a shell that does not answer, and it is not asked without end (W4)', async () => {
  let asked = 0;
  const questions = createProxyQuestions(() => {
    asked += 1;
  });
  const patience = Array.from({ length: 64 }, () => new AbortController());
  const all = patience.map(({ signal }) => questions.findProxy(SCRIPT, 'https://a.example/', signal));
  expect(await questions.findProxy(SCRIPT, 'https://a.example/', never)).toBeNull();
  for (const controller of patience) controller.abort(new Error('too late'));
  const ends = await Promise.allSettled(all);
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
  await expect(questions.findProxy(SCRIPT, 'x', AbortSignal.abort(new Error('before')))).rejects.toThrow(
    'before',
  );
  void questions.findProxy(SCRIPT, 'https://a.example/', never);
  expect(asked).toBe(65);
});
