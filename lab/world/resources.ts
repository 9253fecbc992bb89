import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** The lab's own reading of the product's data files: only what the world is built from. */
const Proof = v.object({
  kind: v.string(),
  host: v.string(),
  port: v.number(),
  path: v.optional(v.string()),
  bytes: v.optional(v.number()),
  root: v.optional(v.literal('signal')),
});

const Messenger = v.object({
  id: v.string(),
  suggested: v.optional(v.number()),
  cidrs: v.array(v.string()),
  hints: v.record(v.string(), v.array(v.string())),
  purposes: v.array(
    v.object({
      purpose: v.string(),
      samples: v.array(v.array(Proof)),
      names: v.array(v.string()),
      ports: v.array(v.number()),
      replayable: v.optional(v.picklist(['noise', 'obfuscated2'])),
    }),
  ),
  endpoints: v.array(v.object({ purpose: v.string(), host: v.string(), port: v.number() })),
});
export type Messenger = v.InferOutput<typeof Messenger>;

const Control = v.object({ host: v.string(), path: v.string() });
export type Control = v.InferOutput<typeof Control>;

const Controls = v.object({
  foreign: v.array(Control),
  domestic: v.record(v.string(), v.object({ controls: v.array(Control) })),
  portals: v.array(v.object({ ...Control.entries, status: v.number(), body: v.optional(v.string()) })),
  neutral: v.array(Control),
  bulk: v.array(Control),
});
export type Controls = v.InferOutput<typeof Controls>;

const Operator = v.object({
  id: v.string(),
  addresses: v.array(v.string()),
  certificateName: v.optional(v.string()),
  doh: v.optional(v.object({ path: v.string(), port: v.optional(v.number(), 443) })),
  dot: v.optional(v.object({ port: v.optional(v.number(), 853) })),
  plain: v.boolean(),
});
export type Operator = v.InferOutput<typeof Operator>;

export interface Resources {
  readonly messengers: readonly Messenger[];
  readonly controls: Controls;
  readonly operators: readonly Operator[];
}

/** Reads the data files of `folder` (the product's `resources/`) as plain JSON. Throws where the world could not be built from them. */
export function readResources(folder: string): Resources {
  const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
  const files = readdirSync(join(folder, 'messengers')).filter((file) => file.endsWith('.json'));
  return {
    // Those a person gets who chooses none, as in every scenario.
    messengers: files
      .sort()
      .map((file) => v.parse(Messenger, json('messengers', file)))
      .filter(({ suggested }) => suggested !== undefined),
    controls: v.parse(Controls, json('controls.json')),
    operators: v.parse(v.array(Operator), json('resolvers.json')),
  };
}
