import * as v from 'valibot';
import { LANGUAGE_TAG } from '../model/appearance.ts';
import { Count, ShortText, Text } from './parts.ts';

const FileId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
const FileIds = v.pipe(v.array(FileId), v.minLength(1), v.maxLength(24));
const Words = v.pipe(v.string(), v.maxLength(4096));

/** What can be handed over to people beside us, and where to. */
export const HandOverPlacesSchema = v.object({
  /** Installers and portable folders of ours that were found, and what the person put into `folder`. Sizes in bytes. */
  files: v.pipe(v.array(v.object({ id: FileId, name: ShortText, size: Count })), v.maxLength(24)),
  /** Drives that can be written. */
  drives: v.pipe(v.array(v.object({ id: FileId, name: ShortText })), v.maxLength(12)),
  folder: Text,
});
export type HandOverPlaces = v.InferOutput<typeof HandOverPlacesSchema>;

/** Words come from the screen, which knows the person's language. */
export const OfferWishSchema = v.strictObject({
  ids: FileIds,
  words: v.strictObject({
    language: v.pipe(v.string(), v.regex(LANGUAGE_TAG)),
    direction: v.picklist(['ltr', 'rtl']),
    title: v.pipe(v.string(), v.maxLength(256)),
    lead: Words,
  }),
});
export const CopyWishSchema = v.strictObject({
  ids: FileIds,
  drive: FileId,
  howTo: v.strictObject({ name: v.pipe(v.string(), v.maxLength(64)), text: Words }),
});

const WifiSchema = v.variant('stage', [
  v.object({ stage: v.literal('reading') }),
  v.object({
    stage: v.literal('open'),
    /** Of the page, on each private network. */
    urls: v.pipe(v.array(ShortText), v.minLength(1), v.maxLength(16)),
    files: v.pipe(v.array(v.object({ name: ShortText, sha256: ShortText })), v.maxLength(24)),
    /** Files being loaded now, and those that were loaded whole. */
    loading: Count,
    loaded: Count,
  }),
  v.object({ stage: v.literal('ended'), why: v.picklist(['network', 'time', 'failed']) }),
]);
const CopySchema = v.variant('stage', [
  v.object({ stage: v.literal('copying'), drive: ShortText }),
  v.object({ stage: v.literal('copied'), drive: ShortText, folder: ShortText }),
  v.object({ stage: v.literal('failed'), drive: ShortText, why: v.picklist(['no-room', 'failed']) }),
]);

/** How handing over goes; null where it was not asked for. */
export const HandOverSchema = v.object({ wifi: v.nullable(WifiSchema), copy: v.nullable(CopySchema) });
export type HandOverState = v.InferOutput<typeof HandOverSchema>;
