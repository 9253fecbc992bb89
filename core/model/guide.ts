import * as v from 'valibot';

export const GUIDE_PLATFORMS = ['windows', 'macos', 'linux', 'other'] as const;
export const GUIDE_SHELLS = ['electron', 'web'] as const;
/** What the screens can draw beside the steps; each is a drawing of their own. */
export const ILLUSTRATIONS = [
  'own-window',
  'browser-settings',
  'enable-proxy',
  'app-settings',
  'run-box',
  'terminal',
  'link-phone',
] as const;
export type IllustrationName = (typeof ILLUSTRATIONS)[number];

/** Where the local proxy is found: what a person copies may name it, and nothing else. */
export const GUIDE_BLANKS = ['host', 'port', 'pac'] as const;
export type GuideBlank = (typeof GUIDE_BLANKS)[number];

/** A message of `resources/locales/<language>/what-now.json`; it may name the messenger as `{name}`. */
const Message = v.pipe(v.string(), v.regex(/^what-now\.[a-z0-9-]{1,80}$/));
/** Absent: all. */
const Platforms = v.optional(v.pipe(v.array(v.picklist(GUIDE_PLATFORMS)), v.minLength(1)));
const Shells = v.optional(v.pipe(v.array(v.picklist(GUIDE_SHELLS)), v.minLength(1)));

const StepSchema = v.object({
  text: Message,
  /** What to type, the same in every language, with blanks as `{host}`, `{port}`, `{pac}`. */
  copy: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(240))),
  platforms: Platforms,
});
export type GuideStep = v.InferOutput<typeof StepSchema>;

const UseSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  /** `web`: the messenger's client for browsers, shown where it has one; `app`: its own program. */
  client: v.picklist(['web', 'app']),
  platforms: Platforms,
  shells: Shells,
  /**
   * The program it is about, of resources/apps. A button for one that is not installed is left out; what the person would do
   * by hand with one goes last.
   */
  app: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/))),
  /** What the button does (`open-app` names an `app`); `manual`: the person does it. */
  action: v.picklist(['open-window', 'open-app', 'manual']),
  /** `open-app` hands it the local MTProto proxy instead of the local proxy. */
  by: v.optional(v.literal('mtproto')),
  title: Message,
  /** One sentence that helps to choose. */
  about: Message,
  steps: v.pipe(v.array(StepSchema), v.minLength(1), v.maxLength(9)),
  illustration: v.picklist(ILLUSTRATIONS),
});
export type GuideUse = v.InferOutput<typeof UseSchema>;

const NoteSchema = v.object({ text: Message, platforms: Platforms });

/** resources/guides/<messenger>.json, or generic.json for those without one of their own. */
export const GuideSchema = v.object({
  /** What has to be so before this computer shows the person's chats; asked first. */
  linking: v.optional(
    v.object({
      question: Message,
      /** How this computer is linked. */
      steps: v.pipe(v.array(Message), v.minLength(1), v.maxLength(8)),
      /** What to do where the phone is cut off as well. */
      phoneBlocked: v.pipe(v.array(Message), v.minLength(1), v.maxLength(8)),
    }),
  ),
  /** Gentlest first. */
  uses: v.pipe(v.array(UseSchema), v.minLength(1), v.maxLength(12)),
  /** What cannot be done, said plainly. */
  notes: v.pipe(v.array(NoteSchema), v.maxLength(8)),
  /** What to try when nothing of the messenger is seen. */
  notSeen: v.pipe(v.array(Message), v.minLength(1), v.maxLength(8)),
  /** Why calls are not carried. */
  calls: Message,
});
export type Guide = v.InferOutput<typeof GuideSchema>;
