import * as v from 'valibot';
import type { HostPort } from './address.ts';
import type { EngineServer } from './engine-server.ts';

const ENGINE_IDS = ['tor', 'xray', 'v2ray', 'sing-box', 'byedpi'] as const;
export type EngineId = (typeof ENGINE_IDS)[number];

const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Command = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9.-]{0,31}$/));
const Version = v.pipe(v.string(), v.regex(/^\d{1,4}(?:\.\d{1,4}){0,3}$/));

/** An engine of others, and how the one on this computer is known to be it. */
const EngineSchema = v.object({
  id: v.picklist(ENGINE_IDS),
  /** As it calls itself. */
  name: Word,
  /** What its program may be called, without `.exe`. */
  commands: v.pipe(v.array(Command), v.minLength(1), v.maxLength(8)),
  /** What it is asked its version with. */
  versionArguments: v.pipe(v.array(Word), v.minLength(1), v.maxLength(4)),
  /** Where its version does not name it: what else it is asked, and words of the answer that are its own. */
  knownBy: v.optional(
    v.object({ arguments: v.pipe(v.array(Word), v.minLength(1), v.maxLength(4)), says: Word }),
  ),
  /** What it is started with, its configuration coming by its standard input where it has one; Tor has its own. */
  runArguments: v.optional(v.pipe(v.array(Word), v.maxLength(8)), []),
  /** What the configuration we write is good for: from the first on, before the second. */
  from: Version,
  before: v.optional(Version),
  /** Of the programs that are known to be good, in hexadecimal; empty: unknown, and not compared. */
  sha256: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))), v.maxLength(64)),
  /** Where its own authors offer it. */
  source: v.pipe(v.string(), v.url()),
});
export type Engine = v.InferOutput<typeof EngineSchema>;

/** Tricks with the segments of a first flight that need a program beside us, by the names that the field has for them. */
export const DESYNC_METHODS = ['disorder', 'oob', 'fake'] as const;
export type DesyncMethod = (typeof DESYNC_METHODS)[number];

const Arguments = v.optional(v.pipe(v.array(Word), v.minLength(1), v.maxLength(8)));
const DesyncSchema = v.object({
  method: v.picklist(DESYNC_METHODS),
  /** What the program is told on each system, by Node's names for them; nothing where it cannot do that or nobody says how. */
  arguments: v.object({ linux: Arguments, win32: Arguments, darwin: Arguments }),
  /** Where that is known from. */
  source: v.pipe(v.string(), v.minLength(1)),
});

/** What Tor's bridges need besides Tor. */
const HelperSchema = v.object({
  transports: v.pipe(v.array(Word), v.minLength(1), v.maxLength(8)),
  commands: v.pipe(v.array(Command), v.minLength(1), v.maxLength(8)),
  /** Where its own authors offer them. */
  source: v.pipe(v.string(), v.url()),
});

/** resources/sidecars.json: programs of others that are run as children of ours, and which ways need them. */
export const SidecarsSchema = v.object({
  engines: v.pipe(v.array(EngineSchema), v.minLength(1), v.maxLength(16)),
  /** For each kind of way, the engines that can carry it, the first one that is there is taken. */
  needs: v.record(Word, v.pipe(v.array(v.picklist(ENGINE_IDS)), v.minLength(1), v.maxLength(4))),
  desync: v.optional(v.pipe(v.array(DesyncSchema), v.maxLength(8)), []),
  bridgeHelpers: v.pipe(v.array(HelperSchema), v.maxLength(16)),
});
export type SidecarsManifest = v.InferOutput<typeof SidecarsSchema>;

/** Why a file that the person chose is not taken for one of these programs; it was read, and nothing of it was run. */
export const GIVEN_FAULTS = [
  /** There is no such file, or it may not be read. */
  'cannot-read',
  /** The program may be in it: it has to be unpacked first. */
  'archive',
  /** A program, of another kind of system. */
  'other-system',
  'no-program',
  /** It is not called like any of them. */
  'unknown-name',
  'too-big',
  /** Its SHA-256 is none of those that are known. */
  'not-the-one',
] as const;
export type GivenFault = (typeof GIVEN_FAULTS)[number];

/** Why a program was not kept although the person said yes; nothing is left of it. */
export const KEEPING_FAULTS = [
  /** The file is another one by now. */
  'changed',
  'does-not-start',
  /** It does not call itself what it is called. */
  'something-else',
  /** What we write would be of no use to it. */
  'other-version',
  'cannot-save',
] as const;
export type KeepingFault = (typeof KEEPING_FAULTS)[number];

/** A program that somebody could get, and where from. */
export interface WantedProgram {
  readonly name: string;
  /** What its file is called here. */
  readonly file: string;
  readonly source: string;
}

/** What an engine is to be for. */
export type SidecarWish =
  /** Tor, by the bridges of these lines, or by none. */
  | { readonly kind: 'tor'; readonly bridges: readonly string[] }
  | { readonly kind: 'server'; readonly server: EngineServer }
  /** Nobody's server: connections go straight out, their first flight cut by that method. */
  | { readonly kind: 'desync'; readonly method: DesyncMethod };

/** The SOCKS5 server of an engine that runs. */
export interface SidecarDoor extends HostPort {
  /** Of the engine's own; Tor has none, and takes any to keep streams apart; ByeDPI knows of no password. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** The latest lines the engine printed, nothing in them that names a server. */
  readonly said?: () => readonly string[];
}

/** Where Tor stands on its way to be used. */
export const TOR_STAGES = ['starting', 'connecting', 'handshake', 'directory', 'circuit', 'done'] as const;
export type TorStage = (typeof TOR_STAGES)[number];
export interface TorProgress {
  /** 0–100. */
  readonly percent: number;
  readonly stage: TorStage;
}

/** Engines of others, started when they are first needed and ended with whoever asked for them. */
export interface Sidecars {
  /**
   * The door of the engine for a wish, once it can carry something. Rejects with NetError('proxy', 'x_proxy_engine_missing' or
   * 'x_proxy_engine_failed'), or the signal's reason; then the engine goes on starting for others.
   */
  open(wish: SidecarWish, signal: AbortSignal): Promise<SidecarDoor>;
}
