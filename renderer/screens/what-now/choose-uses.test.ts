import { describe, expect, it } from 'vitest';
import { chooseNotes, chooseUses, type InstalledApps, type Place } from './choose-uses.ts';
import { guideOf } from './guides.ts';

const windows: Place = { platform: 'windows', shell: 'electron', ownWindow: { browser: null } };
const ALL: InstalledApps = ['telegram', 'signal', 'whatsapp'].map((id) => ({ id, opens: true }));
const WITH_FIREFOX: InstalledApps = [{ id: 'firefox', opens: false }];
const ids = (messenger: string, place: Place, hasWebApp = true, apps: InstalledApps = WITH_FIREFOX) =>
  chooseUses(guideOf(messenger), place, apps, hasWebApp).map(({ use }) => use.id);

describe('the ways to use a messenger on a system', () => {
  it('begin with a window of its own where no program of it is installed', () => {
    expect(ids('whatsapp', windows)[0]).toBe('own-window');
    expect(ids('telegram', windows)).toEqual(['own-window', 'telegram-by-hand', 'firefox']);
  });

  it('begin with the program where one is installed and takes the way at a press', () => {
    expect(ids('telegram', windows, true, ALL)[0]).toBe('telegram-app');
    expect(ids('signal', windows, false, ALL)).toEqual(['start-app', 'start-windows']);
  });

  it('offer WhatsApp’s program behind the window, and on Windows alone', () => {
    expect(ids('whatsapp', windows, true, ALL)).toEqual(['own-window', 'whatsapp-app', 'firefox']);
    expect(ids('whatsapp', { ...windows, platform: 'macos' }, true, ALL)).not.toContain('whatsapp-app');
  });

  it('offer no button for a program that cannot be told from outside', () => {
    expect(ids('telegram', windows, true, [{ id: 'telegram', opens: false }])).not.toContain('telegram-app');
  });

  it('name Firefox last where it was not found, and the window behind it where no browser can open it', () => {
    const place: Place = { ...windows, shell: 'web', ownWindow: null };
    const uses = chooseUses(guideOf('telegram'), place, ALL, true);
    expect(uses.map(({ use, readiness }) => [use.id, readiness])).toEqual([
      ['telegram-app', 'ready'],
      ['telegram-mtproto', 'ready'],
      ['telegram-by-hand', 'ready'],
      ['firefox', 'not-found'],
      ['own-window', 'no-browser'],
    ]);
  });

  it('leave out browsers for a messenger that has no page for them', () => {
    expect(ids('viber', windows, false)).toEqual(['app-settings']);
  });

  it('give each system its own line to start Signal with', () => {
    const at = (platform: Place['platform']) => ids('signal', { ...windows, platform }, false);
    expect([at('windows'), at('macos'), at('linux'), at('other')]).toEqual([
      ['start-windows'],
      ['start-macos'],
      ['start-linux'],
      ['start-linux'],
    ]);
  });

  it('show a step of one system nowhere else', () => {
    const steps = (platform: Place['platform']) =>
      chooseUses(guideOf('telegram'), { ...windows, platform }, ALL, true).flatMap(({ steps }) =>
        steps.map(({ text }) => text),
      );
    expect(steps('macos')).toContain('what-now.telegram-settings-macos');
    expect(steps('windows')).not.toContain('what-now.telegram-settings-macos');
  });

  it('fit any messenger without a guide of its own', () => {
    expect(ids('some-new-messenger', windows)).toEqual(['own-window', 'app-settings', 'firefox']);
  });

  it('say of WhatsApp’s program for macOS that it cannot be done, on macOS only', () => {
    const notes = (platform: Place['platform']) => chooseNotes(guideOf('whatsapp'), platform);
    expect(notes('macos')).toContain('what-now.whatsapp-app-macos');
    expect(notes('linux')).not.toContain('what-now.whatsapp-app-macos');
  });
});
