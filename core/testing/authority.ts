import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './daemon.ts';

export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** A throw-away certificate authority for tests, made with the `openssl` command. */
export interface Authority {
  readonly cert: string;
  /** A leaf for names and IP addresses, valid now; `days` may be negative for an expired one. */
  issue(names: readonly string[], days?: number): Identity;
}

/** Makes an authority whose subject is `commonName`. */
export function createAuthority(commonName = 'Footbridge test root'): Authority {
  const folder = scratchFolder().path;
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    '-days',
    '3650',
    '-subj',
    `/CN=${commonName}`,
  );
  let serial = 1;
  return {
    cert: readFileSync(file('ca.pem'), 'utf8'),
    issue(names, days = 365) {
      const alternatives = names
        .map((name) => (/^[\d.]+$|:/.test(name) ? `IP:${name}` : `DNS:${name}`))
        .join(',');
      writeFileSync(file('leaf.ext'), `subjectAltName=${alternatives}\n`);
      openssl(
        'req',
        '-new',
        ...newKey,
        '-keyout',
        file('leaf.key'),
        '-out',
        file('leaf.csr'),
        '-subj',
        '/CN=leaf',
      );
      const validity = days > 0 ? ['-days', String(days)] : ['-days', '-1'];
      openssl(
        'x509',
        '-req',
        '-in',
        file('leaf.csr'),
        '-CA',
        file('ca.pem'),
        '-CAkey',
        file('ca.key'),
        '-set_serial',
        String(serial++),
        ...validity,
        '-extfile',
        file('leaf.ext'),
        '-out',
        file('leaf.pem'),
      );
      return { cert: readFileSync(file('leaf.pem'), 'utf8'), key: readFileSync(file('leaf.key'), 'utf8') };
    },
  };
}
