import { createProxy } from '../proxy-element.ts';
import { accept, type LinkResult } from './link-result.ts';

/** What the parts of a server are called in messages, in the languages in which most of them are sent. */
const NAMES: readonly (readonly [field: Field, words: RegExp])[] = [
  ['server', /^(?:server|host|hostname|ip|address|сервер|хост|адрес|سرور|آدرس|服务器|地址)$/i],
  ['port', /^(?:port|порт|پورت|端口)$/i],
  ['secret', /^(?:secret|секрет|سکرت|密钥)$/i],
  ['user', /^(?:user|username|login|логин|пользователь|имя пользователя|کاربر|用户名)$/i],
  ['password', /^(?:pass|password|пароль|رمز|گذرواژه|密码)$/i],
];
/** Characters; longer is a sentence. */
const LONGEST = 320;
type Field = 'server' | 'port' | 'secret' | 'user' | 'password';
const LINE = /^[^\p{L}]*([\p{L}][\p{L} ]*?)[^\p{L}\p{N}:=]*[:=：]\s*[`"'«“]?(\S+?)[`"'»”]?[.,;]?\s*$/u;

/**
 * The server that a message names part by part, `Server: …`, `Port: …`, each on a line of its own: an MTProto proxy where there is
 * a secret, else taken for SOCKS5. Undefined where a part is missing or said twice.
 */
export function parseFields(lines: readonly string[]): LinkResult | undefined {
  const said = new Map<Field, string>();
  for (const line of lines) {
    const [, label = '', value = ''] = line.length > LONGEST ? [] : (LINE.exec(line) ?? []);
    const field = NAMES.find(([, words]) => words.test(label))?.[0];
    if (field === undefined) continue;
    if (said.has(field)) return undefined;
    said.set(field, value);
  }
  const server = said.get('server');
  const port = said.get('port');
  if (server === undefined || port === undefined) return undefined;
  const host = server.includes(':') && !server.startsWith('[') ? `[${server}]` : server;
  const secret = said.get('secret');
  if (secret !== undefined)
    return accept(createProxy('mtproto', host, port, { username: secret, password: '' }));
  const credentials = { username: said.get('user') ?? '', password: said.get('password') ?? '' };
  return accept(createProxy('socks5', host, port, credentials), 'socks5');
}
