import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { GUIDE_BLANKS, GUIDE_PLATFORMS, type Guide, GuideSchema } from './guide.ts';

const resources = new URL('../../resources/', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, resources), 'utf8'));
const files = readdirSync(new URL('guides/', resources));
const guides = files.map((file) => ({
  name: file.replace('.json', ''),
  guide: v.parse(v.strictObject(GuideSchema.entries), read(`guides/${file}`)),
}));
const apps = readdirSync(new URL('apps/', resources));
const words = v.parse(v.record(v.string(), v.string()), read('locales/en/what-now.json'));

function messagesOf({ linking, uses, notes, notSeen, calls }: Guide): string[] {
  return [
    ...(linking === undefined ? [] : [linking.question, ...linking.steps, ...linking.phoneBlocked]),
    ...uses.flatMap(({ title, about, steps }) => [title, about, ...steps.map(({ text }) => text)]),
    ...notes.map(({ text }) => text),
    ...notSeen,
    calls,
  ];
}

describe('the guides', () => {
  it('are there for the three, and for any other', () => {
    expect(guides.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['whatsapp', 'telegram', 'signal', 'generic']),
    );
  });

  it.each(guides)('$name: every message stands in the English catalogue', ({ guide }) => {
    const missing = messagesOf(guide).filter((key) => words[key.replace(/^what-now\./, '')] === undefined);
    expect(missing).toEqual([]);
  });

  it.each(guides)('$name: what is copied has no blank that nobody fills', ({ guide }) => {
    const copies = guide.uses.flatMap(({ steps }) => steps.map(({ copy }) => copy ?? ''));
    const blanks = copies.flatMap((copy) => [...copy.matchAll(/\{(.*?)\}/g)].map(([, name]) => name));
    expect(blanks.filter((name) => !GUIDE_BLANKS.some((known) => known === name))).toEqual([]);
  });

  it.each(guides)('$name: uses have names of their own, and each system has one', ({ guide }) => {
    expect(new Set(guide.uses.map(({ id }) => id)).size).toBe(guide.uses.length);
    for (const platform of GUIDE_PLATFORMS) {
      const here = guide.uses.filter(({ platforms }) => platforms?.includes(platform) ?? true);
      expect([platform, here.length > 0]).toEqual([platform, true]);
    }
  });

  it.each(guides)(
    '$name: a program it is about is known, and each button for a program names one',
    ({ guide }) => {
      for (const { app, action } of guide.uses) {
        if (action === 'open-app') expect(app).toBeDefined();
        if (app !== undefined) expect(apps).toContain(`${app}.json`);
      }
    },
  );

  it.each(guides)('$name: a line for Windows’ Run box is short enough for it', ({ guide }) => {
    const lines = guide.uses.flatMap(({ steps }) => steps.map(({ copy }) => copy ?? ''));
    const longest = Math.max(...lines.map((line) => line.replace('{port}', '65535').length));
    expect(longest).toBeLessThan(260);
  });

  it('keep every message of the catalogue’s steps in use by one of them', () => {
    const used = new Set(guides.flatMap(({ guide }) => messagesOf(guide)));
    const perMessenger = Object.keys(words).filter((key) =>
      /^(whatsapp|telegram|signal|simplex|matrix)-/.test(key),
    );
    expect(perMessenger.filter((key) => !used.has(`what-now.${key}`))).toEqual([]);
  });

  it('refuse an unknown picture, a stranger’s message and a use without steps', () => {
    const [first] = guides;
    const use = first?.guide.uses[0];
    const broken = [{ illustration: 'cat' }, { title: 'home.title' }, { steps: [] }, { action: 'run' }];
    for (const change of broken) {
      const guide = { ...first?.guide, uses: [{ ...use, ...change }] };
      expect([change, v.safeParse(GuideSchema, guide).success]).toEqual([change, false]);
    }
  });
});
