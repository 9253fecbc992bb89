/** A system that a portable folder is made for, in Node's own words for processors. */
export interface Target {
  readonly system: 'linux' | 'mac' | 'windows';
  readonly arch: 'arm64' | 'x64';
}

const SYSTEMS = ['linux', 'mac', 'windows'] as const;
const ARCHES = ['arm64', 'x64'] as const;

export const TARGETS: readonly Target[] = SYSTEMS.flatMap((system) =>
  ARCHES.map((arch) => ({ system, arch })),
);

/** As files and options name it: `linux-x64`. */
export const targetName = ({ system, arch }: Target) => `${system}-${arch}`;

/** The folder inside the archive, and the archive itself without its ending. */
export const folderName = (version: string, target: Target) =>
  `Footbridge-browser-${version}-${targetName(target)}`;

/** The targets that a list such as `linux-x64,windows-arm64` names; all for none. Throws a sentence for people. */
export function readTargets(list: string | undefined): readonly Target[] {
  if (list === undefined) return TARGETS;
  return list.split(',').map((name) => {
    const target = TARGETS.find((each) => targetName(each) === name);
    if (target === undefined)
      throw new Error(`There is no ${name}. There are: ${TARGETS.map(targetName).join(', ')}.`);
    return target;
  });
}
