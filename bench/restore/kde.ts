import { existsSync, lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { desktopCommand, ENTRY } from './entries.ts';
import { commonParts, type Platform } from './world.ts';

const OWN = `[$Version]
update_info=kioslave.upd:kde2.2/r1

[Proxy Settings]
NoProxyFor=localhost,*.company.example
Proxy Config Script=http://wpad.company.example/proxy.pac
ProxyType=2
ReversedException=false

[Ночь]
A=1`;

/** Plasma: a file, which may be a link to one that lies elsewhere. */
export const kde: Platform = {
  name: 'KDE (kioslaverc)',
  kinds: ['pac', 'everything'],
  async create(folder) {
    const common = commonParts(folder);
    const file = join(folder, '.config', 'kioslaverc');
    const real = join(folder, 'dotfiles-kioslaverc');
    writeFileSync(real, OWN, { mode: 0o640 });
    symlinkSync(real, file);
    const settings = () =>
      existsSync(file)
        ? `${lstatSync(file).isSymbolicLink()} ${(statSync(file).mode & 0o777).toString(8)}\n${readFileSync(file, 'utf8')}`
        : 'none';
    return {
      ...common,
      env: { ...common.env, XDG_CURRENT_DESKTOP: 'KDE', KDE_FULL_SESSION: 'true', KDE_SESSION_VERSION: '6' },
      settings,
      choose() {
        const text = readFileSync(file, 'utf8');
        writeFileSync(
          real,
          text.replace('NoProxyFor=localhost,', 'NoProxyFor=').replace(/ProxyType=\d/, 'ProxyType=0'),
        );
        return `true 640\n${OWN.replace('NoProxyFor=localhost,', 'NoProxyFor=').replace('ProxyType=2', 'ProxyType=0')}`;
      },
      restorer: () => desktopCommand(ENTRY.xdg(join(folder, '.config'))),
    };
  },
};
