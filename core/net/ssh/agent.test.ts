import { expect, test } from 'vitest';
import { findAgent } from './agent.ts';

test('an agent is where SSH_AUTH_SOCK says', () => {
  expect(findAgent({ SSH_AUTH_SOCK: '/run/user/1/agent' }, 'linux')).toBe('/run/user/1/agent');
  expect(findAgent({ SSH_AUTH_SOCK: '' }, 'linux')).toBeUndefined();
  expect(findAgent({}, 'darwin')).toBeUndefined();
});

test('on Windows it is a pipe, OpenSSH’s own unless another is named', () => {
  const own = '\\\\.\\pipe\\openssh-ssh-agent';
  const pageant = '\\\\.\\pipe\\pageant.me.0123';
  expect(findAgent({}, 'win32')).toBe(own);
  expect(findAgent({ SSH_AUTH_SOCK: pageant }, 'win32')).toBe(pageant);
  expect(findAgent({ SSH_AUTH_SOCK: '/tmp/ssh-abc/agent.1' }, 'win32')).toBe(own);
});
