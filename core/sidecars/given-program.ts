import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Engine, GivenFault, SidecarsManifest, WantedProgram } from '../model/sidecar.ts';
import { digest } from './find.ts';
import { HEAD_BYTES, programKind } from './program-kind.ts';

/** The largest of them have some 60 MB. Bytes. */
export const MOST_PROGRAM_BYTES = 256 << 20;

/** A file that may be one of these programs: it was read, and nothing of it was run. */
export interface GivenProgram {
  readonly path: string;
  /** As people call it. */
  readonly name: string;
  /** What it is called where it is kept. */
  readonly command: string;
  /** Of what it has to say that it is it; undefined for what bridges need, which is asked nothing. */
  readonly engine: Engine | undefined;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
  /** Whether that is one of those known to be good. */
  readonly isKnown: boolean;
}

export type Given =
  | { readonly ok: true; readonly program: GivenProgram }
  | { readonly ok: false; readonly fault: GivenFault };

/** Reads a file that somebody chose, and runs nothing. Never rejects. */
export async function readGiven(
  path: string,
  { manifest, platform }: { readonly manifest: SidecarsManifest; readonly platform: NodeJS.Platform },
): Promise<Given> {
  const refuse = (fault: GivenFault): Given => ({ ok: false, fault });
  try {
    const { size, isFile } = await look(path);
    if (!isFile || size === 0) return refuse('no-program');
    const kind = programKind(await head(path), path, platform);
    if (kind === 'archive' || kind === 'other-system') return refuse(kind);
    if (kind !== 'program') return refuse('no-program');
    if (size > MOST_PROGRAM_BYTES) return refuse('too-big');
    const called = calledLike(basename(path), manifest);
    if (called === undefined) return refuse('unknown-name');
    const sha256 = await digest(path);
    const known = called.engine?.sha256 ?? [];
    const isKnown = known.includes(sha256);
    if (known.length > 0 && !isKnown) return refuse('not-the-one');
    return { ok: true, program: { path, ...called, bytes: size, sha256, isKnown } };
  } catch {
    return refuse('cannot-read');
  }
}

/** What programs are called that somebody could get for one of these names; names that nobody knows are left out. */
export function wantedPrograms(
  names: readonly string[],
  { engines, bridgeHelpers }: SidecarsManifest,
  platform: NodeJS.Platform,
): readonly WantedProgram[] {
  return names.flatMap((name) => {
    const known =
      engines.find((engine) => engine.name === name) ??
      bridgeHelpers.find(({ commands: [first] }) => first === name);
    const [command] = known?.commands ?? [];
    return command === undefined || known === undefined
      ? []
      : [{ name, file: fileOf(command, platform), source: known.source }];
  });
}

/** The file of a program, as it is called on this kind of system. */
export function fileOf(command: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `${command}.exe` : command;
}

/** Not `open` first: that would wait for somebody to write into a pipe. */
async function look(path: string) {
  const seen = await stat(path);
  return { size: seen.size, isFile: seen.isFile() };
}

async function head(path: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file?.close();
  }
}

/** By the beginning of its name: `xray-linux-arm64` is called like `xray`, `torrent` not like `tor`. */
function calledLike(
  file: string,
  { engines, bridgeHelpers }: SidecarsManifest,
): Pick<GivenProgram, 'name' | 'command' | 'engine'> | undefined {
  const name = file.toLowerCase();
  const isLike = (command: string) => name.startsWith(command) && !/^[a-z]/.test(name.slice(command.length));
  const candidates = [
    ...engines.flatMap((engine) =>
      engine.commands.map((command) => ({ name: engine.name, command, engine })),
    ),
    ...bridgeHelpers
      .flatMap(({ commands }) => commands)
      .map((command) => ({ name: command, command, engine: undefined })),
  ].filter(({ command }) => isLike(command));
  // `webtunnel-client` rather than something called `webtunnel`.
  return candidates.toSorted((one, other) => other.command.length - one.command.length)[0];
}
