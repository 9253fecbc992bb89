/** What a file is by its first bytes. */
export type ProgramKind =
  /** A program of this kind of system. */
  | 'program'
  /** A program of another one. */
  | 'other-system'
  /** Something with files packed into it. */
  | 'archive'
  | 'something-else';

/** Bytes from a file's start that `programKind` wants to see. */
export const HEAD_BYTES = 512;

const TAR_AT = 257;
const text = (letters: string) => Buffer.from(letters, 'latin1');

/** ZIP (empty ones too), gzip, bzip2, xz, zstd, 7z, RAR, CAB, Debian's and Red Hat's packages, MSI, Apple's pkg. */
const ARCHIVES = [
  ...[text('PK\x03\x04'), text('PK\x05\x06'), text('\x1f\x8b'), text('BZh'), text('\xfd7zXZ')],
  ...[text('\x28\xb5\x2f\xfd'), text('7z\xbc\xaf\x27\x1c'), text('Rar!'), text('MSCF'), text('!<arch>')],
  ...[text('\xed\xab\xee\xdb'), text('\xd0\xcf\x11\xe0'), text('xar!')],
];
/** These say nothing at their start. */
const ARCHIVE_NAMES = /\.(?:dmg|iso|appx|msix)$/i;

const ELF = [text('\x7fELF')];
const PE = [text('MZ')];
/** Either way round, for 32 and 64 bits, and for several processors in one. */
const MACH_O = ['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/** What a file is by its first bytes and its name; never throws. */
export function programKind(head: Uint8Array, name: string, platform: NodeJS.Platform): ProgramKind {
  const bytes = Buffer.from(head);
  const begins = (marks: readonly Buffer[]) =>
    marks.some((mark) => bytes.subarray(0, mark.length).equals(mark));
  const isTar = bytes.subarray(TAR_AT, TAR_AT + 5).equals(text('ustar'));
  if (begins(ARCHIVES) || isTar || ARCHIVE_NAMES.test(name)) return 'archive';
  const own = platform === 'win32' ? PE : platform === 'darwin' ? MACH_O : ELF;
  if (begins(own)) return 'program';
  return begins([...ELF, ...PE, ...MACH_O]) ? 'other-system' : 'something-else';
}
