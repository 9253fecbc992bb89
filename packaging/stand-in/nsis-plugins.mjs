// Makes libraries that makensis takes for NSIS plug-ins: they name their functions and hold none.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/setup.mjs';

/** What electron-builder's scripts call and Debian's nsis does not bring. */
const PLUGINS = ['StdUtils', 'UAC', 'nsProcess', 'WinShell', 'SpiderBanner', 'Nsis7z', 'inetc'];
const templates = join(root, 'node_modules', 'app-builder-lib', 'templates', 'nsis');

/** The functions of a plug-in that the scripts name. */
function named(plugin) {
  const texts = readdirSync(templates, { recursive: true })
    .filter((name) => /\.ns[hi]$/.test(name))
    .map((name) => readFileSync(join(templates, name), 'utf8'));
  const calls = texts.join('\n').matchAll(new RegExp(`\\b${plugin}::(\\w+)`, 'gi'));
  return [...new Set([...calls].map(([, name]) => name))].sort();
}

const SECTION = 0x1000;
const IN_FILE = 0x200;

/** A 32-bit library (PE32) with one section, which holds the table of exported names and nothing they could lead to. */
function library(name, functions) {
  const addresses = 40;
  const names = addresses + 4 * functions.length;
  const ordinals = names + 4 * functions.length;
  const texts = ordinals + 2 * functions.length;
  const section = Buffer.alloc(0x1000);
  let end = texts;
  const text = (value) => {
    const at = end;
    end += section.write(`${value}\0`, at, 'latin1');
    return SECTION + at;
  };
  section.writeUInt32LE(text(`${name}.dll`), 12);
  section.writeUInt32LE(1, 16);
  for (const at of [20, 24]) section.writeUInt32LE(functions.length, at);
  for (const [at, table] of [
    [28, addresses],
    [32, names],
    [36, ordinals],
  ])
    section.writeUInt32LE(SECTION + table, at);
  functions.forEach((value, index) => {
    section.writeUInt32LE(SECTION + 0xf00, addresses + 4 * index);
    section.writeUInt32LE(text(value), names + 4 * index);
    section.writeUInt16LE(index, ordinals + 2 * index);
  });
  return Buffer.concat([headers(section.length, end), section]);
}

function headers(sectionSize, used) {
  const file = Buffer.alloc(IN_FILE);
  file.write('MZ', 0, 'latin1');
  file.writeUInt32LE(0x40, 0x3c);
  file.write('PE\0\0', 0x40, 'latin1');
  const coff = 0x44;
  file.writeUInt16LE(0x014c, coff);
  file.writeUInt16LE(1, coff + 2);
  file.writeUInt16LE(224, coff + 16);
  // Executable, 32 bits, a library.
  file.writeUInt16LE(0x2102, coff + 18);
  const optional = coff + 20;
  file.writeUInt16LE(0x010b, optional);
  file.writeUInt32LE(0x10000000, optional + 28);
  file.writeUInt32LE(0x1000, optional + 32);
  file.writeUInt32LE(0x200, optional + 36);
  file.writeUInt16LE(4, optional + 48);
  file.writeUInt32LE(SECTION + sectionSize, optional + 56);
  file.writeUInt32LE(IN_FILE, optional + 60);
  file.writeUInt16LE(2, optional + 68);
  file.writeUInt32LE(16, optional + 92);
  // The first of the directories: exports.
  file.writeUInt32LE(SECTION, optional + 96);
  file.writeUInt32LE(used, optional + 100);
  const header = optional + 224;
  file.write('.edata', header, 'latin1');
  file.writeUInt32LE(sectionSize, header + 8);
  file.writeUInt32LE(SECTION, header + 12);
  file.writeUInt32LE(sectionSize, header + 16);
  file.writeUInt32LE(IN_FILE, header + 20);
  file.writeUInt32LE(0x40000040, header + 36);
  return file;
}

/** Fills `folder` with them. */
export function makeNsisPlugins(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of PLUGINS) writeFileSync(join(folder, `${name}.dll`), library(name, named(name)));
}
