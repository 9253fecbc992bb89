/**
 * A proxy auto-configuration that sends the given names (exact, or `*.suffix` for everything below) to our port,
 * without DIRECT behind it: a blocked name must not be asked of the bare network. All other names go straight out.
 * Written in the ECMAScript of 1999, which is what old Windows evaluates; it asks no resolver.
 */
export function renderPac(patterns: readonly string[], port: number): string {
  const names = [...new Set(patterns.map((pattern) => pattern.toLowerCase()))].sort();
  const exact = names.filter((name) => !name.startsWith('*.'));
  const below = names.filter((name) => name.startsWith('*.')).map((name) => name.slice(2));
  return `var exact = ${table(exact)};
var below = ${table(below)};
function has(names, name) {
  return Object.prototype.hasOwnProperty.call(names, name);
}
function FindProxyForURL(url, host) {
  host = host.toLowerCase().replace(/\\.$/, '');
  var found = has(exact, host);
  for (var dot = host.indexOf('.'); !found && dot !== -1; dot = host.indexOf('.', dot + 1)) {
    found = has(below, host.substring(dot + 1));
  }
  return found ? 'PROXY 127.0.0.1:${port}' : 'DIRECT';
}
`;
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
