import type { AddError } from '../core/engine.ts';

const SENTENCES: Readonly<Record<AddError['code'], string>> = {
  'unsupported-scheme': 'Footbridge knows this kind of link but cannot use it yet',
  'unknown-scheme': 'Footbridge does not know this kind of link',
  'web-page': 'That is the address of a web page, not of a server',
  'not-a-link': 'That is neither a link nor an address with a port',
  'several-links': 'That is more than one link: add them one by one',
  ambiguous: 'That can be read as two different servers; write it as socks5://user:password@host:port',
  'unsupported-option': 'The link asks for something Footbridge cannot do',
  'unsupported-cipher': 'The server uses an encryption that Footbridge does not know, or that is broken',
  unencrypted: 'The link asks for no encryption on the way to the server: anybody could read along',
  insecure: "The link asks not to check the server's certificate: anybody could pretend to be it",
  'too-many-servers': 'There are a hundred servers already: remove one first',
  'missing-engine':
    'It needs a program that is not on this computer; install it, or hand over its file with footbridge engine add, and add the link again',
  empty: 'There was nothing to add',
  'too-long': 'That is too long to be a link',
  'too-many-elements': 'That is a chain of too many parts',
  'empty-element': 'A part of the chain is empty',
  'unknown-element': 'A part of the chain is not known',
  'misplaced-resolver': 'A resolver may only stand first in a chain',
  'stacked-shapes': 'Two shapes follow each other',
  'misplaced-gateway': 'It goes on behind Telegram’s own web site, where nothing leads further.',
  'misplaced-engine': 'It finds its own way out and may only stand first in a chain',
  'bad-host': "The server's name or address is not written correctly",
  'missing-port': 'The port is missing',
  'bad-port': 'The port is not a number from 1 to 65535',
  'bad-credentials': 'User name and password are not written correctly',
  'bad-secret': 'The secret of this MTProto proxy is missing or not whole',
  'bad-pin': 'The fingerprint in the link, by which its server is known, is not whole',
  'unsupported-pin':
    'The link knows its server by a fingerprint that the program for it cannot compare; ask for Trojan or VLESS',
  'bad-carriage': 'What the link says of how it is carried cannot be done',
  'bad-encoding': 'Part of the link is not encoded correctly',
};

/** Why a link was not added, in a sentence that repeats nothing of it but its kind. */
export function linkErrorSentence(error: AddError): string {
  const where = 'at' in error && error.at !== undefined ? ` (part ${error.at + 1})` : '';
  const kind = 'scheme' in error && error.scheme !== undefined ? `: ${error.scheme}` : '';
  const programs = 'programs' in error ? `: ${error.programs.join(' or ')}` : '';
  return `${SENTENCES[error.code]}${kind}${programs}${where}.`;
}
