import { describe, expect, it } from 'vitest';
import { chooseNotes, chooseUses, type Place } from './choose-uses.ts';
import { guideOf } from './guides.ts';

const windows: Place = {
  platform: 'windows',
  shell: 'electron',
  ownWindow: { browser: null },
  canOpenLinks: true,
};
const ids = (messenger: string, place: Place, hasWebApp = true) =>
  chooseUses(guideOf(messenger), place, hasWebApp).map(({ use }) => use.id);

describe('the ways to use a messenger on a system', () => {
  it('begin with a window of its own', () => {
    expect(ids('whatsapp', windows)[0]).toBe('own-window');
    expect(ids('telegram', windows)).toEqual(['own-window', 'telegram-app', 'telegram-by-hand', 'firefox']);
  });

  it('name the window last where no browser can open it, and say so', () => {
    const uses = chooseUses(guideOf('telegram'), { ...windows, shell: 'web', ownWindow: null }, true);
    expect(uses.map(({ use, readiness }) => [use.id, readiness])).toEqual([
      ['telegram-app', 'ready'],
      ['telegram-by-hand', 'ready'],
      ['firefox', 'ready'],
      ['own-window', 'no-browser'],
    ]);
  });

  it('offer no button for links where no program takes them', () => {
    expect(ids('telegram', { ...windows, canOpenLinks: false })).not.toContain('telegram-app');
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
      chooseUses(guideOf('telegram'), { ...windows, platform }, true).flatMap(({ steps }) =>
        steps.map(({ text }) => text),
      );
    expect(steps('macos')).toContain('what-now.telegram-settings-macos');
    expect(steps('windows')).not.toContain('what-now.telegram-settings-macos');
  });

  it('fit any messenger without a guide of its own', () => {
    expect(ids('some-new-messenger', windows)).toEqual(['own-window', 'app-settings', 'firefox']);
  });

  it('say of WhatsApp’s program for Windows that it cannot be done, on Windows only', () => {
    const notes = (platform: Place['platform']) => chooseNotes(guideOf('whatsapp'), platform);
    expect(notes('windows')).toContain('what-now.whatsapp-app-windows');
    expect(notes('linux')).not.toContain('what-now.whatsapp-app-windows');
  });
});
