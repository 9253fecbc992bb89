import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, createSecureContext, createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';
import type { StandInSettings } from './settings.ts';

const run = promisify(execFile);

/**
 * The box of a state that opens TLS: makes up a certificate for whatever name is asked for, signed by its root, and
 * carries what it reads to the real host. Without a name it hangs up. Certificates for `names` are made beforehand: a
 * real box signs faster than a busy computer starts `openssl`.
 */
export async function createInterceptor({
  root,
  folder,
  names,
}: StandInSettings['interceptor']): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const forged = new Map<string, ReturnType<typeof forge>>();
  const forgery = (name: string): ReturnType<typeof forge> => {
    const known = forged.get(name) ?? forge(name, root, folder);
    forged.set(name, known);
    return known;
  };
  const server = createServer(
    {
      ALPNProtocols: ['http/1.1'],
      SNICallback: (name, done) => {
        forgery(name).then((context) => done(null, context), done);
      },
    },
    (client) => {
      // Not in the types of the lowest Node we support.
      const name: unknown = Reflect.get(client, 'servername');
      client.on('error', () => client.destroy());
      if (typeof name !== 'string') return client.destroy();
      const upstream = connect({ host: name, port: 443, servername: name, rejectUnauthorized: false });
      upstream.on('error', () => client.destroy());
      client.on('close', () => upstream.destroy());
      client.pipe(upstream).pipe(client);
      return client;
    },
  );
  server.on('tlsClientError', (_, socket) => socket.destroy());
  await Promise.all(names.map(forgery));
  return server;
}

async function forge(name: string, root: { cert: string; key: string }, folder: string) {
  if (!/^[a-z0-9.-]{1,253}$/i.test(name)) throw new Error('not a host name');
  const file = (suffix: string): string => join(folder, `${name}.${suffix}`);
  if (!existsSync(file('pem'))) {
    writeFileSync(file('ext'), `subjectAltName=DNS:${name}\n`);
    const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await run('openssl', [
      'req',
      '-new',
      ...newKey,
      '-keyout',
      file('key'),
      '-out',
      file('csr'),
      '-subj',
      '/CN=forged',
    ]);
    await run('openssl', [
      ...['x509', '-req', '-in', file('csr'), '-CA', root.cert, '-CAkey', root.key, '-days', '90'],
      ...['-extfile', file('ext'), '-out', file('pem')],
    ]);
  }
  return createSecureContext({
    cert: readFileSync(file('pem'), 'utf8') + readFileSync(root.cert, 'utf8'),
    key: readFileSync(file('key')),
  });
}
