import * as v from 'valibot';
import { COMMAND_ERRORS } from '../contract/commands.ts';
import { ShortText, Text } from '../contract/parts.ts';
import { STREAM_LENGTH, StateSchema, type StreamName } from '../contract/state.ts';

/** Numbers a call or a watch; chosen by the shell, never used twice. */
const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const STREAMS = ['steps', 'traffic', 'log'] as const satisfies readonly StreamName[];
const MOST_ITEMS = Math.max(...Object.values(STREAM_LENGTH));

const ToEngineSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('call'), id: Id, command: ShortText, args: v.unknown() }),
  v.strictObject({ kind: v.literal('watch'), id: Id, stream: v.picklist(STREAMS) }),
  v.strictObject({ kind: v.literal('unwatch'), id: Id }),
  /** What a script answers that the engine asked for; null: nobody here can run it. */
  v.strictObject({ kind: v.literal('proxy-found'), id: Id, answer: v.nullable(Text) }),
  /** Disconnect, and let the process end. */
  v.strictObject({ kind: v.literal('end') }),
]);
export type ToEngine = v.InferOutput<typeof ToEngineSchema>;

const OutcomeSchema = v.variant('ok', [
  v.strictObject({ ok: v.literal(true), value: v.unknown() }),
  v.strictObject({ ok: v.literal(false), error: v.strictObject({ code: v.picklist(COMMAND_ERRORS) }) }),
]);

const ToShellSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('state'), state: StateSchema }),
  v.strictObject({ kind: v.literal('answer'), id: Id, outcome: OutcomeSchema }),
  v.strictObject({
    kind: v.literal('items'),
    id: Id,
    items: v.pipe(v.array(v.unknown()), v.maxLength(MOST_ITEMS)),
  }),
  /** Wants to know what the network's own script at an address answers for a URL: only a browser's engine may run it. */
  v.strictObject({ kind: v.literal('find-proxy'), id: Id, script: Text, url: Text }),
  v.strictObject({ kind: v.literal('cannot-start'), code: ShortText, message: Text }),
]);
export type ToShell = v.InferOutput<typeof ToShellSchema>;

/** What a shell sent, or undefined where it is no message of ours; arguments are still unchecked. */
export function readToEngine(message: unknown): ToEngine | undefined {
  const result = v.safeParse(ToEngineSchema, message);
  return result.success ? result.output : undefined;
}

/** What an engine sent, or undefined where it is no message of ours; answers and items are still unchecked. */
export function readToShell(message: unknown): ToShell | undefined {
  const result = v.safeParse(ToShellSchema, message);
  return result.success ? result.output : undefined;
}
