import * as v from 'valibot';

const Listen = v.object({ host: v.string(), port: v.number() });
export type Listen = v.InferOutput<typeof Listen>;

/** What the stand-ins' process is told in a JSON file: where each of them listens. */
export const StandInSettings = v.object({
  noise: v.array(Listen),
  obfuscated2: v.array(Listen),
  /** By datagrams. */
  stun: v.array(Listen),
  websocket: Listen,
  silent: v.array(Listen),
  /** Services of others that must accept connections before the world is ready. */
  neighbours: v.array(Listen),
  interceptor: v.object({
    ...Listen.entries,
    /** PEM files of the state's root. */
    root: v.object({ cert: v.string(), key: v.string() }),
    /** Forged certificates are written here. */
    folder: v.string(),
    /** For these they are made before the first connection. */
    names: v.array(v.string()),
  }),
});
export type StandInSettings = v.InferOutput<typeof StandInSettings>;
