/**
 * Desktops tell a program where its .desktop file lies (`%k`), as a path or as an address, and start it anywhere. Here an
 * address becomes a path again, in plain sh; where nothing useful was told, the folder we were started in is tried.
 */
const FIND_FOLDER = [
  'at=$1',
  `case $at in file://*) rest=\${at#file://}; at=`,
  'while case $rest in *%*) true ;; *) false ;; esac',
  `do at=$at\${rest%%%*}; rest=\${rest#*%}; at=$at$(printf "\\\\$(printf %03o "0x\${rest%"\${rest#??}"}")"); rest=\${rest#??}`,
  'done; at=$at$rest ;; esac',
  `here=\${at%/*}`,
  '[ -f "$here/footbridge.sh" ] || here=$PWD',
].join('; ');

/**
 * A .desktop file (Desktop Entry Specification 1.5) that works in whatever folder it lies, beside footbridge.sh. It opens
 * a terminal: closing that ends Footbridge, and what went wrong can be read.
 */
export function desktopFile(name: string, word: '' | 'leave'): string {
  const run = `sh "$here/footbridge.sh" ${word}`.trim();
  const wait = '{ echo; echo "Press Enter."; read -r key; }';
  const script = `${FIND_FOLDER}; ${word === '' ? `${run} || ${wait}` : `${run}; ${wait}`}`;
  return `[Desktop Entry]
Type=Application
Version=1.5
Name=${name}
Comment=Brings a blocked messenger back
Exec=sh -c ${quoted(script)} footbridge %k
Terminal=true
Categories=Network;
`;
}

/** Inside the quotes four characters are escaped, and those escapes once more as a string; % is doubled. */
function quoted(argument: string): string {
  return `"${argument
    .replace(/["`$\\]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
}
