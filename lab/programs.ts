/** What the lab is made of and Debian has. */
export const PROGRAMS = [
  'nginx',
  'unbound',
  'danted',
  'microsocks',
  'tinyproxy',
  'squid',
  'ss-server',
  'v2ray',
  'sshd',
  'ssh-keygen',
  'tayga',
  'faketime',
  'openssl',
  'curl',
];
