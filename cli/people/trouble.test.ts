import { describe, expect, test } from 'vitest';
import { PROXY_FAILURES } from '../../core/model/failure.ts';
import { trouble } from './trouble.ts';

describe('trouble', () => {
  test.each(PROXY_FAILURES)('%s of a server has a reason of its own', (code) => {
    const line = trouble({ event: 'error', code, message: 'A server', transport: 'socks5://•••@h:1' });
    expect(line).toMatch(/^! Your server socks5:\/\/•••@h:1 \w.+\.$/);
    expect(line).not.toContain('cannot be used');
  });

  test('tells what to do where Tor does not get into its network', () => {
    const of = (transport: string) =>
      trouble({ event: 'error', code: 'x_proxy_unreachable', message: 'A server', transport });
    expect(of('tor://direct')).toContain('bridge lines');
    expect(of('socks5://a.example:1')).not.toContain('bridge');
  });

  test.each([
    ['port-taken', 'Port 1080 is taken.', '! Port 1080 is taken.'],
    ['cannot-save', 'It could not be saved.', '! It could not be saved.'],
    ['extra-certificates', 'Certificates are trusted.', 'Note: Certificates are trusted.'],
    ['internal', 'boom\x1b[2J', '! Something unexpected went wrong inside Footbridge: boom[2J'],
  ])('%s says its message', (code, message, line) => {
    expect(trouble({ event: 'error', code, message })).toBe(line);
  });
});
