/** A private key's file, wherever it stands; the longest that a link can hold has some 4,500 characters. */
const KEY_FILE =
  /-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----[^-]{1,9000}(?:-[^-]{1,9000}){0,4}-----END (?:[A-Z]{2,9} )?PRIVATE KEY-----/;
/** A link to an SSH server, without the punctuation of the sentence around it. */
const SSH_LINK = /\bssh:\/\/[^\s<>"'«»,;)]{0,2000}[^\s<>"'«»,;).!?]/gi;
/** It says how to log in. */
const HAS_LOGIN = /^ssh:\/\/[^@/?#]*:[^@/?#]*@|[?&](?:key|agent)=/i;

/**
 * People are given a key as a file, beside a link that names the server: puts the first key file of a pasted text into the SSH
 * links that say nothing of how to log in. All lines keep their places.
 */
export function withKeyFile(text: string): string {
  const file = KEY_FILE.exec(text)?.[0];
  if (file === undefined || text.search(SSH_LINK) < 0) return text;
  // Mail programs indent, and some put a sign before each line.
  const lines = file.split(/\r?\n/).map((line) => line.replace(/^[\s>]+|\s+$/g, ''));
  const key = Buffer.from(`${lines.join('\n')}\n`, 'latin1').toString('base64url');
  return text
    .replace(file, '\n'.repeat(lines.length - 1))
    .replace(SSH_LINK, (link) => (HAS_LOGIN.test(link) ? link : withKey(link, key)));
}

function withKey(link: string, key: string): string {
  const [address = '', ...name] = link.split('#');
  const said = `${address}${address.includes('?') ? '&' : '?'}key=${key}`;
  return [said, ...name].join('#');
}
