import { createCipheriv, createDecipheriv } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { KeyPlace, Keyring } from '../model/keyring.ts';
import type { Clock, Random } from '../model/time.ts';
import { readIfThere, setAside, writeFileAtomic } from './atomic-file.ts';
import { KEY_BYTES, makeKeys, openKeys } from './vault-keys.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MAGIC = Buffer.from('FBV1');

/** More are refused when they are added. */
export const MOST_SERVERS = 100;

/** What the person may call a server: as long as a line. */
const Name = v.pipe(v.string(), v.maxLength(80));
const ListId = v.pipe(v.string(), v.maxLength(64));
/** In the order in which they are tried. */
const ServersSchema = v.array(
  v.object({
    expression: v.pipe(v.string(), v.maxLength(4096)),
    addedAt: v.number(),
    /** What the person calls it. */
    name: v.optional(Name),
    /** The list it came with, and goes with. */
    list: v.optional(ListId),
  }),
);
/** A way out that the person was given, as the text core/transports parses. */
export type SavedServer = v.InferOutput<typeof ServersSchema>[number];

const ListsSchema = v.array(
  v.object({
    id: ListId,
    /** `https://…`, a secret: whoever has it has the servers. */
    address: v.pipe(v.string(), v.maxLength(2048)),
    addedAt: v.number(),
    /** When it was asked for last, … */
    askedAt: v.number(),
    /** … and how often in a row since without any use. */
    futile: v.pipe(v.number(), v.integer(), v.minValue(0)),
    /** What its web server wants to be told, so that what has not changed is not sent again. */
    tag: v.optional(v.pipe(v.string(), v.maxLength(512))),
    modified: v.optional(v.pipe(v.string(), v.maxLength(64))),
    /** Identifiers of servers in it that the person has removed. */
    removed: v.optional(v.array(v.pipe(v.string(), v.maxLength(64)))),
  }),
);
/** The address of servers that somebody keeps for many. */
export type SavedList = v.InferOutput<typeof ListsSchema>[number];

/** The same as servers alone where there are no lists: what older programs can read. */
const ContentSchema = v.union([ServersSchema, v.object({ servers: ServersSchema, lists: ListsSchema })]);

interface Content {
  readonly servers: readonly SavedServer[];
  readonly lists: readonly SavedList[];
}

export interface Vault extends Content {
  /** Keys the identifiers of networks and servers, so that neither can be guessed back from a stored file. */
  readonly identityKey: Uint8Array;
  /** Where the keys are; where they are `locked`, nothing is known of the servers, and nothing can be saved. */
  readonly keyPlace: KeyPlace;
  readonly setAside?: string | undefined;
  /** Whether the keyring is being asked for the keys, or asked to take them. */
  isAsking(): boolean;
  /**
   * Resolves, once the keyring has answered, to whether the keys are known; then servers and lists are those of the file. Asks it
   * where it is not being asked.
   */
  unlock(): Promise<boolean>;
  /** Calls off what the keyring is being asked; resolves when nothing of it will be written any more. */
  letGo(): Promise<void>;
  /** Sees to it that what is filed under the identity key can be found again. Rejects where nothing can be written. */
  keepKeys(): Promise<void>;
  /** Rejects where nothing can be written. */
  save(servers: readonly SavedServer[], lists?: readonly SavedList[]): Promise<void>;
}

/** Nothing is saved while the keyring does not give out the key: a person who was told of that need not hear more. */
export class KeysLockedError extends Error {
  override readonly name = 'KeysLockedError';
  override readonly message = 'the keyring of this computer does not give out the key';
}

export interface VaultManner {
  /** A new vault in an empty folder, of which nothing is written before there is something to keep. */
  readonly isTraceless?: boolean;
  /** The system's, where keys may be kept in it. */
  readonly keyring?: Keyring | null;
  /** With it the keyring is not waited for longer than two seconds. */
  readonly clock?: Pick<Clock, 'after'>;
}

function seal(plain: Buffer, key: Uint8Array, nonce: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(MAGIC);
  return Buffer.concat([MAGIC, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the file was cut short or changed, or belongs to another key. */
function unseal(sealed: Buffer, key: Uint8Array): Buffer {
  const head = MAGIC.length + NONCE_BYTES;
  if (sealed.length < head + TAG_BYTES || !sealed.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new Error('not a vault');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(MAGIC.length, head));
  decipher.setAAD(MAGIC);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(head, -TAG_BYTES)), decipher.final()]);
}

/**
 * Opens the servers the person was given, encrypted at rest (AES-256-GCM). The key is in the system's keyring, or else lies
 * beside the vault, readable by this user alone: it keeps secrets out of back-ups, searches and shared screens, not from
 * this user's programs.
 */
export async function openVault(
  home: string,
  random: Random,
  now: number,
  { isTraceless = false, keyring = null, clock }: VaultManner = {},
): Promise<Vault> {
  const path = join(home, 'vault.bin');
  const keys = isTraceless ? makeKeys(home, random) : await openKeys({ home, random, now, keyring, clock });
  const [key, identityKey] = [keys.bytes.subarray(0, KEY_BYTES), keys.bytes.subarray(KEY_BYTES)];
  const keepKeys = async () => {
    if (keys.place === 'locked' || keys.place === 'waiting') throw new KeysLockedError();
    if (!(await keys.keep())) throw new Error(`nothing can be saved in ${home}`);
  };
  const save = async (servers: readonly SavedServer[], lists: readonly SavedList[] = []) => {
    await keepKeys();
    const content = JSON.stringify(lists.length === 0 ? servers : { servers, lists });
    await writeFileAtomic(path, seal(Buffer.from(content), key, random.bytes(NONCE_BYTES)));
  };
  let content: Content = { servers: [], lists: [] };
  let backup: string | undefined;
  let isRead = isTraceless;

  /** Once the keys are known. */
  async function readIn(): Promise<void> {
    if (isRead || !(await keys.keep())) return;
    isRead = true;
    const sealed = await readIfThere(path);
    if (sealed === null) return;
    try {
      const found = v.parse(ContentSchema, JSON.parse(unseal(sealed, key).toString('utf8')));
      content = Array.isArray(found) ? { servers: found, lists: [] } : found;
    } catch {
      backup = await setAside(path, now);
    }
  }

  await readIn();
  return {
    get servers() {
      return content.servers;
    },
    get lists() {
      return content.lists;
    },
    get keyPlace() {
      return keys.place;
    },
    get setAside() {
      return backup;
    },
    identityKey,
    isAsking: keys.isAsking,
    async unlock() {
      if (!(await keys.unlock())) return false;
      await readIn();
      return true;
    },
    letGo: keys.letGo,
    keepKeys,
    save,
  };
}
