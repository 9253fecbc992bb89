import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { start, stop } from '../children.ts';
import { desktopCommand, ENTRY } from './entries.ts';
import { commonParts, type Platform } from './world.ts';

const SCHEMA = 'org.gnome.system.proxy';

/** GNOME by the real `gsettings` and `dconf`, on a session bus of its own. */
export const gnome: Platform = {
  name: 'GNOME (gsettings, dconf)',
  kinds: ['pac', 'everything'],
  async create(folder) {
    const common = commonParts(folder);
    const place = { ...process.env, ...common.env, XDG_CURRENT_DESKTOP: 'GNOME' };
    const bus = start(['dbus-daemon', '--session', '--nofork', '--print-address=1'], {
      env: place,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [said]: unknown[] = bus.stdout === null ? [] : await once(bus.stdout, 'data');
    const env = {
      ...common.env,
      XDG_CURRENT_DESKTOP: 'GNOME',
      DBUS_SESSION_BUS_ADDRESS: String(said).trim(),
    };
    const run = (program: string, ...args: string[]) =>
      execFileSync(program, args, { env, encoding: 'utf8' });
    run('gsettings', 'set', SCHEMA, 'autoconfig-url', "'http://wpad.company.example/proxy.pac'");
    run('gsettings', 'set', SCHEMA, 'mode', "'auto'");
    run('gsettings', 'set', SCHEMA, 'ignore-hosts', "['localhost', '*.company.example']");
    run('gsettings', 'set', `${SCHEMA}.http`, 'host', "'old.company.example'");
    const settings = () => run('dconf', 'dump', '/');
    const own = settings();
    return {
      ...common,
      env,
      settings,
      choose() {
        run('gsettings', 'set', SCHEMA, 'mode', "'none'");
        run('gsettings', 'set', SCHEMA, 'ignore-hosts', "['localhost']");
        return own.replace("mode='auto'", "mode='none'").replace(", '*.company.example'", '');
      },
      restorer: () => desktopCommand(ENTRY.xdg(join(folder, '.config'))),
      async dispose() {
        await stop(bus);
        await common.dispose();
      },
    };
  },
};
