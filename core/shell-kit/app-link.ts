/**
 * The link by which an installed messenger takes over the local proxy, or null where it has none. Telegram asks the person
 * before it does (boxes/connection_box of Telegram Desktop); nobody else's link is ever passed on.
 */
export function appLink(messenger: string, port: number): string | null {
  return messenger === 'telegram' ? `tg://socks?server=127.0.0.1&port=${port}` : null;
}
