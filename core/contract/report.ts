import * as v from 'valibot';
import { LANGUAGE_TAG } from '../model/appearance.ts';
import { CONTACT_REASONS } from '../model/contacts.ts';
import { HIDDEN_KINDS, REPORT_PARTS } from '../model/report.ts';
import { CAUSES } from '../model/verdict.ts';
import { Count, MessengerName, Moment, PurposeName, ShortText, Text } from './parts.ts';

export const ArchiveName = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}\.zip$/i));
export const Base64 = v.pipe(v.string(), v.maxLength(1_400_000), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));

/** What the person wants of a report on what was measured. */
export const ReportWishSchema = v.strictObject({
  language: v.pipe(v.string(), v.regex(LANGUAGE_TAG)),
  /** Files to put in, beside a README. */
  parts: v.pipe(v.array(v.picklist(REPORT_PARTS)), v.maxLength(REPORT_PARTS.length)),
  /** Whether to say which country the computer's clock is set to. */
  tellsCountry: v.boolean(),
  /** The provider as the person calls it; empty where they say none. */
  operator: v.pipe(v.string(), v.trim(), v.maxLength(64)),
});
export type ReportWish = v.InferOutput<typeof ReportWishSchema>;

/** A report's files to the letter, as they will be saved; nothing in it tells who or where somebody is. */
export const ReportPreviewSchema = v.object({
  files: v.pipe(
    v.array(
      v.object({
        name: ShortText,
        bytes: Count,
        text: v.pipe(v.string(), v.maxLength(200_000)),
        /** Whether `text` is all of it. */
        isWhole: v.boolean(),
      }),
    ),
    v.maxLength(REPORT_PARTS.length + 1),
  ),
  /** What was hidden, and how often. */
  hidden: v.pipe(
    v.array(v.object({ kind: v.picklist(HIDDEN_KINDS), count: Count })),
    v.maxLength(HIDDEN_KINDS.length),
  ),
  /** To be read on the phone; empty where nothing was measured. */
  code: ShortText,
  /** For a chat. */
  text: Text,
});
export type ReportPreview = v.InferOutput<typeof ReportPreviewSchema>;

/** How a purpose of a messenger fared on this network without help. */
export const PastSchema = v.object({
  at: Moment,
  messenger: MessengerName,
  purpose: PurposeName,
  state: v.picklist(['reachable', 'answers', 'blocked', 'unknown']),
  causes: v.pipe(v.array(v.picklist(CAUSES)), v.maxLength(16)),
});
export type Past = v.InferOutput<typeof PastSchema>;

/** Whom a closer look asks, and how far one is. */
export const CloserLookSchema = v.object({
  contacts: v.pipe(
    v.array(
      v.object({
        reason: v.picklist(CONTACT_REASONS),
        name: v.nullable(ShortText),
        hosts: v.pipe(v.array(ShortText), v.maxLength(64)),
      }),
    ),
    v.maxLength(32),
  ),
  /** `never`: none was taken since the start, or on another network; `failed`: for a fault of ours. */
  stage: v.picklist(['never', 'running', 'done', 'stopped', 'failed']),
  /** Questions that are answered, of all. */
  done: Count,
  all: Count,
});
export type CloserLook = v.InferOutput<typeof CloserLookSchema>;
