import type { About } from '../contract.ts';

/** Node's name of this system as screens know it. */
export function platformName(platform: NodeJS.Platform): About['platform'] {
  switch (platform) {
    case 'win32':
      return 'windows';
    case 'darwin':
      return 'macos';
    case 'linux':
      return 'linux';
    default:
      return 'other';
  }
}
