import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import dnsPacket from 'dns-packet';
import { BOX, ISP_RESOLVER, PORTAL, RESOLVER } from './addresses.ts';

const ECHO_PORT = 7;
const [, , originCert = '', originKey = '', boxCert = '', boxKey = ''] = process.argv;

const page = (name: string): RequestListener => {
  return (request, response) => {
    response.setHeader('server', name);
    response.end(Buffer.alloc(Number(request.url?.slice(1)) || 0));
  };
};

function serveTls(cert: string, key: string, port: number, host: string): void {
  const server = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', (wanted) => socket.end(Buffer.alloc(Number(wanted.toString()) || 0)));
  });
  server.on('tlsClientError', () => {});
  server.listen(port, host);
}

/** Says its own address whatever it is asked, so that it shows who answered. */
function answer(query: Buffer, resolver: string): Buffer {
  const { id = 0, questions = [] } = dnsPacket.decode(query);
  const name = questions[0]?.name ?? '';
  const answers = [{ type: 'A' as const, name, ttl: 1, data: resolver }];
  return dnsPacket.encode({ type: 'response', id, questions, answers });
}

function serveDns(resolver: string): void {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => socket.send(answer(query, resolver), from.port, from.address));
  socket.bind(53, resolver);
  const server = createTcpServer((stream) => {
    stream.on('error', () => {});
    stream.once('data', (query) => {
      const content = answer(query.subarray(2), resolver);
      stream.end(Buffer.concat([Buffer.of(content.length >> 8, content.length & 0xff), content]));
    });
  });
  server.listen(53, resolver);
}

serveTls(originCert, originKey, 443, '::');
serveTls(boxCert, boxKey, BOX.port, BOX.ipv4);
createHttpServer(page('origin')).listen(80, '::');
createHttpServer(page('portal')).listen(PORTAL.port, PORTAL.ipv4);
serveDns(RESOLVER);
serveDns(ISP_RESOLVER);
const echo = createSocket('udp4');
echo.on('message', (content, from) => echo.send(content, from.port, from.address));
echo.bind(ECHO_PORT, () => setTimeout(() => console.log('ready'), 50));
