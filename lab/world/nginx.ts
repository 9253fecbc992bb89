import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CertificateFiles } from './authority.ts';
import type { Page, WorldMap } from './map.ts';
import { formatAddress, WEBSOCKET_PORT } from './plan.ts';

export interface NginxPlan {
  readonly folder: string;
  readonly map: WorldMap;
  readonly certificates: { readonly lab: CertificateFiles; readonly signal: CertificateFiles };
  /** Further addresses that answer plain HTTP as an ordinary site. */
  readonly sites: readonly string[];
  /** Answers every plain HTTP request with its log-in page. */
  readonly portal: { readonly address: string; readonly port: number };
}

/** Writes the pages and nginx's configuration; returns the configuration's path. */
export function writeNginx({ folder, map, certificates, sites, portal }: NginxPlan): string {
  const web = [...map.hosts.values()].filter(({ role }) => role === 'web');
  const addresses = [...new Set(web.flatMap(({ v4, v6 }) => [...v4, ...v6]))];
  const signalNames = web.filter(({ root }) => root === 'signal').map(({ name }) => name);
  const listen = (flags: string): string =>
    [
      ...addresses.map((address) => `listen ${formatAddress(address)}:443 ssl http2${flags};`),
      ...[...addresses, ...sites].map((address) => `listen ${formatAddress(address)}:80${flags};`),
    ].join('\n    ');
  for (const page of map.pages) writePage(join(folder, 'www'), page);
  const empty = map.pages.filter(({ status }) => status === 204);
  const server = (files: CertificateFiles, names: string, flags: string): string => `
  server {
    ${listen(flags)}
    server_name ${names};
    ssl_certificate ${files.cert};
    ssl_certificate_key ${files.key};
    root ${join(folder, 'www')};
    location ~ ^/(ws/chat|apiws)$ {
      proxy_pass http://127.0.0.1:${WEBSOCKET_PORT};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_set_header Origin $http_origin;
    }
    location / {
      if ($no_content) { return 204; }
      try_files /$host$uri /$host$uri/index.html =404;
    }
  }`;
  const configuration = `
user root;
daemon off;
worker_processes 2;
pid ${join(folder, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
  default_type text/html;
  keepalive_timeout 60s;
  server_names_hash_bucket_size 128;
  ssl_session_cache shared:lab:1m;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join('\n  ')}
  map "$host$uri" $no_content {
    default "";
    ${empty.map(({ host, path }) => `"${host}${path}" yes;`).join('\n    ')}
  }
  ${server(certificates.lab, '_', ' default_server')}
  ${signalNames.length > 0 ? server(certificates.signal, signalNames.join(' '), '') : ''}
  server {
    listen ${portal.address}:${portal.port} default_server;
    location = /login { return 200 "<title>Log in to the hotel network</title>"; }
    location / { return 302 http://${portal.address}:${portal.port}/login; }
  }
}
`;
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, configuration);
  return path;
}

function writePage(root: string, { host, path, status, bytes, body }: Page): void {
  if (status === 204) return;
  const [bare = '/'] = path.split('?');
  const file = join(root, host, bare.endsWith('/') ? `${bare}index.html` : bare);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, body ?? fill(host, bytes ?? 0));
}

/** A page of exactly `bytes` bytes that says whose it is and does not compress to nothing. */
function fill(host: string, bytes: number): string {
  const head = `<!doctype html><title>${pageTitle(host)}</title><!--`;
  const line = Array.from({ length: 96 }, (_, index) =>
    String.fromCharCode(33 + ((index * 37) % 12) + (index % 80)),
  ).join('');
  return `${head}${line.replaceAll('-', '+').repeat(Math.ceil(bytes / line.length))}`
    .slice(0, bytes - 3)
    .concat('-->');
}

/** The title by which a page of the world is recognised. */
export function pageTitle(host: string): string {
  return `${host} in the lab`;
}
