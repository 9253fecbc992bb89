import * as v from 'valibot';
import { PROXY_MODES } from '../model/computer.ts';
import { CopyWishSchema, HandOverPlacesSchema, OfferWishSchema } from './hand-over.ts';
import { Count, FailureName, Id, MessengerName, Moment, Seconds, ShortText, Text } from './parts.ts';
import { GivenProgramSchema, KeptProgramSchema, WantedProgramSchema } from './programs.ts';
import {
  ArchiveName,
  Base64,
  CloserLookSchema,
  PastSchema,
  ReportPreviewSchema,
  ReportWishSchema,
} from './report.ts';
import { LinkProblemSchema, ListOutcomeSchema, ListProposalSchema, ProposalSchema } from './servers.ts';
import { SettingsViewSchema } from './state.ts';

const NoArguments = v.strictObject({});
const Nothing = v.null();
const CancelledSchema = v.object({ outcome: v.literal('cancelled') });
const Pasted = v.pipe(v.string(), v.maxLength(65_536));

/** What the shell is and can do. */
const AboutSchema = v.object({
  shell: v.picklist(['electron', 'web']),
  platform: v.picklist(['windows', 'macos', 'linux', 'other']),
  version: ShortText,
  /** The system's language, as a BCP 47 tag. */
  systemLanguage: ShortText,
  /** Whether a messenger can be opened in a window of its own, and with what where that is a browser: `Chromium`. */
  ownWindow: v.nullable(v.object({ browser: v.nullable(ShortText) })),
  /** null where the system offers no way. */
  startsAtLogin: v.nullable(v.boolean()),
  hasTray: v.boolean(),
});
export type About = v.InferOutput<typeof AboutSchema>;

/** A program of somebody else's that is installed on this computer. */
const AppViewSchema = v.object({
  /** The messenger's, where it is one's own program; `firefox`. */
  id: MessengerName,
  /** Whether Footbridge can have it take the local proxy and open it. */
  opens: v.boolean(),
});

/** A command: who carries it out, its arguments, what it answers. `inner`: by the engine, for shells; no screen may ask for it. */
export interface CommandDefinition<A extends v.GenericSchema, R extends v.GenericSchema> {
  readonly by: 'engine' | 'inner' | 'shell';
  readonly args: A;
  readonly result: R;
}

const engine = <A extends v.GenericSchema, R extends v.GenericSchema>(args: A, result: R) =>
  ({ by: 'engine', args, result }) as const satisfies CommandDefinition<A, R>;
const inner = <A extends v.GenericSchema, R extends v.GenericSchema>(args: A, result: R) =>
  ({ by: 'inner', args, result }) as const satisfies CommandDefinition<A, R>;
const shell = <A extends v.GenericSchema, R extends v.GenericSchema>(args: A, result: R) =>
  ({ by: 'shell', args, result }) as const satisfies CommandDefinition<A, R>;

/** Everything that screens can ask for. Results of commands come as `Outcome`s; what changes shows in the state. */
export const COMMANDS = {
  /** Searches and opens the local proxy; answers at once. While connected: searches again what has no way. */
  connect: engine(NoArguments, Nothing),
  /**
   * The network may be another: after sleep, or where the system says so. While connected that is found out, and what was
   * open is proven again; searched is only what that concerns.
   */
  look: engine(NoArguments, Nothing),
  /** Also calls a search off. Answers when everything is closed. */
  disconnect: engine(NoArguments, Nothing),
  /** Ids in the order of the screen. */
  chooseMessengers: engine(
    v.strictObject({ ids: v.pipe(v.array(MessengerName), v.minLength(1), v.maxLength(32)) }),
    Nothing,
  ),
  changeSettings: engine(v.strictObject({ changes: v.partial(SettingsViewSchema) }), Nothing),
  /** Reads links out of pasted text; contacts nobody. */
  describeLinks: engine(
    v.strictObject({ text: Pasted }),
    v.object({
      proposals: v.pipe(v.array(ProposalSchema), v.maxLength(100)),
      lists: v.pipe(v.array(ListProposalSchema), v.maxLength(8)),
      problems: v.pipe(v.array(LinkProblemSchema), v.maxLength(100)),
    }),
  ),
  /**
   * The person says yes to a list: from now on its web server may be asked for it, and its servers may be contacted. Nothing
   * is kept of one that is of no use.
   */
  fetchList: engine(v.strictObject({ token: Id }), ListOutcomeSchema),
  /** Asks for a list once more. */
  refreshList: engine(v.strictObject({ id: Id }), ListOutcomeSchema),
  /** Forgets a list with its servers, but for those that have a name. */
  removeList: engine(v.strictObject({ id: Id }), Nothing),
  /** Looks for proxies of other programs on this computer, by a real handshake on loopback. */
  detectPrograms: engine(
    NoArguments,
    v.object({ proposals: v.pipe(v.array(ProposalSchema), v.maxLength(32)) }),
  ),
  /** The person says yes: from now on these may be contacted. */
  acceptProposals: engine(
    v.strictObject({ tokens: v.pipe(v.array(Id), v.minLength(1), v.maxLength(100)) }),
    v.object({ ids: v.pipe(v.array(ShortText), v.maxLength(100)) }),
  ),
  /** An empty name takes it away. */
  nameWay: engine(v.strictObject({ id: Id, name: v.pipe(v.string(), v.trim(), v.maxLength(80)) }), Nothing),
  /** To a place counted from 0. */
  moveWay: engine(
    v.strictObject({ id: Id, to: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(99)) }),
    Nothing,
  ),
  removeWay: engine(v.strictObject({ id: Id }), Nothing),
  /** Programs of which a way needs one, and none is here; empty where nothing is missing. */
  missingPrograms: engine(
    v.strictObject({ id: Id }),
    v.object({ programs: v.pipe(v.array(WantedProgramSchema), v.maxLength(8)) }),
  ),
  /** Reads a file that somebody chose, and runs nothing: a page names no path. */
  lookAtProgram: inner(v.strictObject({ path: v.pipe(v.string(), v.maxLength(4096)) }), GivenProgramSchema),
  /** The person says yes to a program: it is copied, asked what it is, and kept where that fits. */
  keepProgram: engine(v.strictObject({ token: Id }), KeptProgramSchema),
  /** The person asked its owner: it has the key with this fingerprint now. `not-found` where it did not show that one last. */
  acceptKey: engine(v.strictObject({ id: Id, fingerprint: ShortText }), Nothing),
  /** Speaks to the chosen messengers through it; the state tells how it went. */
  testWay: engine(
    v.strictObject({ id: Id }),
    v.variant('outcome', [
      v.object({ outcome: v.literal('works'), at: Moment, seconds: Seconds }),
      v.object({ outcome: v.literal('failed'), at: Moment, failure: FailureName }),
    ]),
  ),
  /** The whole link with its secrets, to be shown as a picture to somebody who sits beside. */
  shareWay: engine(v.strictObject({ id: Id }), v.object({ link: Text })),
  /** Gives an MTProto proxy to Telegram's own app, which asks about it and keeps it: for days without Footbridge. */
  giveToTelegram: engine(v.strictObject({ id: Id }), Nothing),
  /**
   * What this computer's own settings are to do, now and after each connect: changed only once a way was proven. Only while
   * on, but for `off`. The state tells what came of it.
   */
  useSystemProxy: engine(v.strictObject({ mode: v.picklist(PROXY_MODES) }), Nothing),
  /** “Restore my internet”: takes everything of ours out of this computer's settings, and chooses `off`. */
  restoreComputer: engine(
    NoArguments,
    /** Settings put back, left because somebody else changed them since, and kinds of them that could not be put back. */
    v.object({ restored: Count, left: Count, failed: Count }),
  ),
  /** Whether a messenger may never leave by the bare network through us. */
  onlyThrough: engine(v.strictObject({ messenger: MessengerName, on: v.boolean() }), Nothing),
  /**
   * Opens WhatsApp and Telegram to phones of this network, and nothing else; only while connected. Without `isSure` a network
   * that nobody has said yes to is asked about first. `keep`: begins by itself in this network from now on.
   */
  sharePhones: engine(v.strictObject({ on: v.boolean(), isSure: v.boolean(), keep: v.boolean() }), Nothing),
  /** Ends a device's connections and lets it in no more; or lets it in again. */
  blockDevice: engine(v.strictObject({ id: Count, on: v.boolean() }), Nothing),
  /** What a phone's Telegram is given, with its secret, to be shown as a picture; `other`: another way in, with its password. */
  phoneLink: engine(NoArguments, v.object({ link: Text, other: v.nullable(Text) })),
  /** Which programs of messengers, and which browsers, are installed; `again` looks anew. */
  findApps: engine(
    v.strictObject({ again: v.boolean() }),
    v.object({ apps: v.pipe(v.array(AppViewSchema), v.maxLength(64)) }),
  ),
  /**
   * Opens an installed messenger so that it takes the local proxy: by its own link, by its environment, or by a setting that
   * is put back. That it opened proves nothing: `inUseSince` does. `quit-first`: it runs, and would not notice.
   */
  openApp: engine(
    /** `by`: by the local MTProto proxy, where the app takes one, instead of the local proxy. */
    v.strictObject({ messenger: MessengerName, by: v.optional(v.literal('mtproto')) }),
    /** `not-let`: this computer does not let us change what has to be changed. */
    v.object({ outcome: v.picklist(['opened', 'quit-first', 'not-let']) }),
  ),
  /** Disconnects and removes everything that Footbridge keeps on this computer. */
  eraseEverything: engine(NoArguments, Nothing),

  /** The latest verdicts that were kept of the network we are on, oldest first. */
  pastVerdicts: engine(NoArguments, v.object({ past: v.pipe(v.array(PastSchema), v.maxLength(500)) })),
  /** Whom a closer look would ask, and how far the one is that was begun. Asks nobody. */
  closerLook: engine(NoArguments, CloserLookSchema),
  /** Begins a closer look, or calls it off; answers at once. What it finds stands in the next report. */
  lookCloser: engine(v.strictObject({ on: v.boolean() }), Nothing),
  /** What a report would hold, to be looked at before it is saved. Asks nobody for anything. */
  previewReport: engine(ReportWishSchema, ReportPreviewSchema),
  /** The same as one ZIP file, for the shell that saves it. */
  packReport: engine(ReportWishSchema, v.object({ name: ArchiveName, base64: Base64 })),

  /** What can be handed over to people beside us, and where to; looked for anew each time. */
  handOverFiles: engine(NoArguments, HandOverPlacesSchema),
  /** Begins to offer files on private networks; `not-possible-here` where there is none. How it goes is told in the state. */
  startHandOver: engine(OfferWishSchema, Nothing),
  /** Ends that. */
  stopHandOver: engine(NoArguments, Nothing),
  /** Begins to copy files onto a drive, with their checksums and a how-to. How it goes is told in the state. */
  copyHandOver: engine(CopyWishSchema, Nothing),

  about: shell(NoArguments, AboutSchema),
  /** Saves a report where the person says; a page in a browser gets the file, and the browser saves it. */
  saveReport: shell(
    ReportWishSchema,
    v.variant('outcome', [
      v.object({ outcome: v.literal('saved') }),
      v.object({ outcome: v.literal('cancelled') }),
      v.object({ outcome: v.literal('download'), name: ArchiveName, base64: Base64 }),
    ]),
  ),
  /** Has the person choose a program's file in the system's own window; a page in a browser cannot. */
  chooseProgram: shell(NoArguments, v.variant('outcome', [...GivenProgramSchema.options, CancelledSchema])),
  /** Opens a messenger in a window of its own that uses the local proxy and nothing else. */
  openWindow: shell(v.strictObject({ messenger: MessengerName }), Nothing),
  /** Opens one of the pages listed in resources/pages.json in the person's browser. */
  openPage: shell(v.strictObject({ page: Id }), Nothing),
  /** Opens the folder for files to hand over in the system's own window. */
  openHandOverFolder: shell(NoArguments, Nothing),
  startAtLogin: shell(v.strictObject({ on: v.boolean() }), Nothing),
  /** Ends the program, the local proxy with it. */
  quit: shell(NoArguments, Nothing),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type Arguments<C extends CommandName> = v.InferOutput<(typeof COMMANDS)[C]['args']>;
export type Answer<C extends CommandName> = v.InferOutput<(typeof COMMANDS)[C]['result']>;
export type EngineCommand = {
  [C in CommandName]: (typeof COMMANDS)[C]['by'] extends 'engine' | 'inner' ? C : never;
}[CommandName];
export type ShellCommand = Exclude<CommandName, EngineCommand>;

/** Why a command was not carried out. */
export const COMMAND_ERRORS = [
  /** The arguments do not fit, or there is no such command. */
  'bad-arguments',
  /** There is no such way, proposal, messenger or page. */
  'not-found',
  /** Not now: it needs a connection, or there is one. */
  'wrong-phase',
  'too-many',
  /** The disk is full or cannot be written. */
  'cannot-save',
  /** Everything was erased but the key in a keyring that is locked. */
  'key-left',
  /** The system or this shell cannot do it. */
  'not-possible-here',
  /** No program took it. */
  'no-program',
  /** The engine ended meanwhile. */
  'engine-lost',
  'timed-out',
  'internal',
] as const;
export type CommandError = { readonly code: (typeof COMMAND_ERRORS)[number] };
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CommandError };
