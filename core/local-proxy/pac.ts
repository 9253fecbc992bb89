/** Where names that are no messenger's go: as they did before. */
export type Otherwise =
  | { readonly kind: 'direct' }
  /**
   * What a PAC answers for proxies set by hand, `PROXY proxy.company.example:3128`, and what goes past them:
   * `.below.example`, `*.below.example`, `10.*`, `<local>`.
   */
  | { readonly kind: 'proxies'; readonly answer: string; readonly bypass: readonly string[] }
  /** The text of a PAC that was there before. It is code of whoever runs that network, for the browser's engine alone. */
  | { readonly kind: 'script'; readonly text: string };

/**
 * A proxy auto-configuration that sends the given names (exact, or `*.suffix` for everything below) to our port,
 * without DIRECT behind it: a blocked name must not be asked of the bare network. All other names go where they went
 * before. Written in the ECMAScript of 1999, which is what old Windows
 * evaluates; our own part asks no resolver.
 */
export function renderPac(
  patterns: readonly string[],
  port: number,
  otherwise: Otherwise = { kind: 'direct' },
): string {
  const names = [...new Set(patterns.map((pattern) => pattern.toLowerCase()))].sort();
  const exact = names.filter((name) => !name.startsWith('*.'));
  const below = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(2));
  return `var exact = ${table(exact)};
var below = ${table(below)};
function has(names, name) {
  return Object.prototype.hasOwnProperty.call(names, name);
}
function FindProxyForURL(url, host) {
  var name = host.toLowerCase().replace(/\\.$/, '');
  var found = has(exact, name);
  for (var dot = name.indexOf('.'); !found && dot !== -1; dot = name.indexOf('.', dot + 1)) {
    found = has(below, name.substring(dot + 1));
  }
  return found ? 'PROXY 127.0.0.1:${port}' : before(url, host);
}
var before = ${before(otherwise)};
`;
}

/** A function of the rest; a script of before keeps its names to itself, and one that is broken takes ours not with it. */
function before(otherwise: Otherwise): string {
  if (otherwise.kind === 'script')
    return `(function () {
try { return (function () {
${otherwise.text}
return FindProxyForURL;
})(); } catch (error) { return function () { return 'DIRECT'; }; }
})()`;
  if (otherwise.kind === 'direct') return `function () { return 'DIRECT'; }`;
  const answer = quote(otherwise.answer);
  const past = [...LOCAL, ...otherwise.bypass.slice(0, MOST_BYPASSED)].flatMap(headAndTail);
  return `function (url, host) {
var name = host.toLowerCase(), past = [${past.map((pair) => `[${pair.map(quote).join(', ')}]`).join(', ')}];
if (${otherwise.bypass.includes('<local>')} && !/[.:]/.test(name)) return 'DIRECT';
for (var i = 0; i < past.length; i++) {
  var head = past[i][0], tail = past[i][1], least = head.length + (tail || '').length;
  if (tail === undefined ? name === head : name.length >= least && name.indexOf(head) === 0 &&
    name.substring(name.length - tail.length) === tail) return 'DIRECT';
}
return ${answer};
}`;
}

const LOCAL = ['localhost', '127.*', '*.localhost'];
const MOST_BYPASSED = 512;

/**
 * A pattern of a bypass list as what a name is, or begins and ends with. What has several stars, a port or an odd block of
 * addresses is left to the proxy: a PAC could compare it only with a resolver's help, or at length.
 */
function headAndTail(pattern: string): readonly (readonly string[])[] {
  const text = pattern
    .trim()
    .toLowerCase()
    .replace(/^\w+:\/\//, '');
  const [, network, bits] = /^(\d+(?:\.\d+){0,3})\/(8|16|24)$/.exec(text) ?? [];
  if (network !== undefined)
    return [
      [
        `${network
          .split('.')
          .slice(0, Number(bits) / 8)
          .join('.')}.`,
        '',
      ],
    ];
  if (!/^[a-z0-9_.-]*\*?[a-z0-9_.-]*$/.test(text) || text === '') return [];
  return text.startsWith('.') ? [[text.slice(1)], ['', text]] : [text.split('*')];
}

function table(names: readonly string[]): string {
  return `{${names.map((name) => `${quote(name)}: 1`).join(', ')}}`;
}

/** A JSON string in ASCII, which is a JavaScript one in every version. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
