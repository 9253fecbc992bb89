import fuses from '@electron/fuses';

/** How the wire in the binary says that a fuse is on: an ASCII 1. */
const FUSE_ON = 0x31;

/** Reads the fuses back from a packaged binary; what of them is not as the yml states it. */
export async function fuseProblems(binary, stated) {
  const wire = await fuses.getCurrentFuseWire(binary);
  return Object.entries(stated).flatMap(([name, wanted]) => {
    const option = fuses.FuseV1Options[name.slice(0, 1).toUpperCase() + name.slice(1)];
    if (option === undefined) return [`there is no fuse ${name}`];
    const isOn = wire[option] === FUSE_ON;
    return isOn === wanted ? [] : [`fuse ${name} is ${isOn}, not ${wanted}`];
  });
}
