import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuthority } from '../testing/authority.ts';
import { scratchFolder } from '../testing/daemon.ts';
import { startTlsServer, type TestServer } from '../testing/servers.ts';

const state = createAuthority('State root');
const folder = scratchFolder();
let server: TestServer;

/** Shakes hands with what the process trusts by itself, then as we do; prints both outcomes. */
const PROGRAM = `
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { secure } from './tls-client.ts';
import { trustedRoots } from './trust.ts';

const port = Number(process.argv[2]);
const theirs = connectTls({ port, host: '127.0.0.1', servername: 'web.example' });
const itself = await once(theirs, 'secureConnect').then(() => 'trusted', (error) => error.code);
theirs.destroy();
const names = { serverName: 'web.example', verifyName: 'web.example' };
const { signal } = new AbortController();
const stream = connect(port, '127.0.0.1');
const ours = await secure(stream, { ...names, roots: trustedRoots(), signal }).then(() => 'trusted', (error) => error.failure);
stream.destroy();
console.log(itself, ours);
`;

beforeAll(async () => {
  server = await startTlsServer(state.issue(['web.example']));
  await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(folder.path, 'program.mjs'),
    logLevel: 'silent',
  });
});
afterAll(() => server.close());

it('a root in the store of the operating system is trusted by the process, never by us (N4)', async () => {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--use-openssl-ca', join(folder.path, 'program.mjs'), String(server.port)],
    { env: { ...env, SSL_CERT_FILE: folder.write('store.pem', state.cert) } },
  );
  expect(stdout.trim()).toBe('trusted ssl_unknown_authority');
});
