import type { ProxyConfig } from 'electron';
import { expect, test } from 'vitest';
import { createScriptRunner } from './script-runner.ts';

const SCRIPT = 'http://wpad.company.example/proxy.pac';

test('a network’s script is set in a session of its own, once, and asked there (C11)', async () => {
  const did: unknown[] = [];
  let isBroken = true;
  const find = createScriptRunner(() => ({
    async setProxy(config: ProxyConfig) {
      did.push(config);
      if (isBroken) throw new Error('no such script');
    },
    async resolveProxy(url: string) {
      did.push(url);
      return 'PROXY p.example:1; DIRECT';
    },
  }));
  await expect(find(SCRIPT, 'https://a.example/')).rejects.toThrow();
  isBroken = false;
  const both = [find(SCRIPT, 'https://a.example/'), find(SCRIPT, 'https://b.example/')];
  expect(await Promise.all(both)).toEqual(Array(2).fill('PROXY p.example:1; DIRECT'));
  await find('http://wpad/wpad.dat', 'https://a.example/');
  const pac = { mode: 'pac_script', pacScript: SCRIPT };
  expect(did).toEqual([
    ...[pac, pac, 'https://a.example/', 'https://b.example/'],
    ...[{ mode: 'auto_detect' }, 'https://a.example/'],
  ]);
});
