#!/usr/bin/env node
// Stands in for fpm where that cannot be had: makes the deb with dpkg-deb and the rpm with rpmbuild, of the same arguments.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeDeb } from './fpm/deb.mjs';
import { writeRpm } from './fpm/rpm.mjs';

const FLAGS = new Set(['--force', '--debug']);
const SHORT = { '-s': '--source', '-t': '--type', '-d': '--depends' };

/** `--key value` pairs, of which `--depends` may come often, and `from=to` for the files. */
function read(words) {
  const options = { depends: [], files: [] };
  for (let at = 0; at < words.length; at++) {
    const word = SHORT[words[at]] ?? words[at];
    if (FLAGS.has(word)) continue;
    if (!word.startsWith('--')) options.files.push(word.split('='));
    else if (word === '--depends') options.depends.push(words[++at]);
    else options[word.slice(2)] = words[++at];
  }
  return options;
}

const options = read(process.argv.slice(2));
const tree = mkdtempSync(join(tmpdir(), 'footbridge-tree-'));
try {
  for (const [from, to] of options.files) {
    mkdirSync(join(tree, dirname(to)), { recursive: true });
    cpSync(from, join(tree, to), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
  // The rights of a package's files are nobody's umask.
  spawnSync('chmod', ['-R', 'u+rwX,go+rX,go-w', tree]);
  (options.type === 'rpm' ? writeRpm : writeDeb)(options, tree);
} finally {
  rmSync(tree, { recursive: true, force: true });
}
