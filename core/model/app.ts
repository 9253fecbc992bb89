import * as v from 'valibot';

/** The name of a file, a registry key, a package, a bundle or a desktop entry: nothing that could lead elsewhere. */
const Name = v.pipe(v.string(), v.regex(/^[\w{][\w.{} -]{0,119}$/));
const names = () => v.pipe(v.array(Name), v.maxLength(16));
/** A folder of Windows that begins with one of its variables. */
const WindowsFolder = v.pipe(v.string(), v.regex(/^%[\w()]{1,32}%(?:\\[\w. -]{1,64}){1,6}$/));

/** How an app is told of the local proxy. */
const TakesSchema = v.variant('kind', [
  /** By a link of its own, about which it asks the person. It keeps the proxy; only the person takes it out again. */
  v.object({
    kind: v.literal('link'),
    link: v.pipe(v.string(), v.regex(/^[a-z]{2,16}:\/\/[a-z]+\?[a-z={}&.0-9]+$/)),
    /** The same for the local MTProto proxy, where it takes one. */
    mtproto: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,16}:\/\/[a-z]+\?[a-z={}&.0-9]+$/))),
    /** What stands before the link where the program itself is started with it. */
    before: v.optional(v.pipe(v.array(v.pipe(v.string(), v.regex(/^--?[\w-]{0,32}$/))), v.maxLength(4)), []),
  }),
  /** By a variable of its environment when it is started; nothing of it stays. */
  v.object({ kind: v.literal('environment'), variable: v.literal('HTTPS_PROXY') }),
  /** By an argument for the browser inside it, on Windows: kept outside of it and taken out again. */
  v.object({ kind: v.literal('webview2') }),
]);

const LinuxSchema = v.object({
  /** Desktop entries without `.desktop`; one that ends in `_*` names all that begin so. */
  entries: v.pipe(v.array(v.pipe(v.string(), v.regex(/^\w[\w.-]{0,100}\*?$/))), v.maxLength(16)),
  /** Programs in PATH. */
  programs: names(),
  /** As the kernel names its process, 15 characters at most. */
  processes: names(),
});
export type LinuxPlaces = v.InferOutput<typeof LinuxSchema>;

const WindowsSchema = v.object({
  /** Its file: looked for in `folders`, under App Paths and where its uninstaller says. */
  program: Name,
  folders: v.pipe(v.array(WindowsFolder), v.maxLength(16)),
  /** Keys of its uninstaller. */
  uninstall: names(),
  /** Family names of its packages, and the application in them. */
  packages: v.pipe(v.array(v.object({ family: Name, application: Name })), v.maxLength(8)),
  processes: names(),
});
export type WindowsPlaces = v.InferOutput<typeof WindowsSchema>;

const MacosSchema = v.object({
  /** The bundle's identifier, its folder without `.app`, and the program in it. */
  bundles: v.pipe(v.array(v.object({ id: Name, name: Name, program: Name })), v.maxLength(8)),
  processes: names(),
});
export type MacosPlaces = v.InferOutput<typeof MacosSchema>;

/** resources/apps/<id>.json: a program of other people's, where it is found, and how it takes the local proxy. */
export const AppSchema = v.object({
  /** The messenger's, where it is one's own program. */
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  /** Absent: it cannot be told, or has to be told by hand. */
  takes: v.optional(TakesSchema),
  linux: v.optional(LinuxSchema),
  windows: v.optional(WindowsSchema),
  macos: v.optional(MacosSchema),
  /** Where each of that is known from. */
  sources: v.pipe(v.array(v.string()), v.minLength(1)),
});
export type AppData = v.InferOutput<typeof AppSchema>;
