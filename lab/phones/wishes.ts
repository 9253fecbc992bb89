import * as v from 'valibot';

const Port = v.number();

/** What the phones are told, as a person would read it off the screen. */
export const Wishes = v.object({
  host: v.string(),
  whatsapp: v.object({ tls: Port, plain: Port, media: Port }),
  telegram: v.object({ mtproto: Port, socks: Port }),
  /** `tg://proxy?…` and `tg://socks?…` */
  links: v.object({ mtproto: v.string(), socks: v.string() }),
  /** Where the local proxy for apps of the computer listens: nobody else may come there. */
  ownPort: Port,
  phones: v.array(v.string()),
  stranger: v.string(),
  /** PEM of the root that the world's certificates hang on. */
  root: v.string(),
  /** Scans every port and holds a dozen connections a phone. */
  thorough: v.boolean(),
});
export type Wishes = v.InferOutput<typeof Wishes>;

/** What the phones' program says, one line of JSON each. */
export const Told = v.variant('told', [
  v.object({ told: v.literal('problem'), text: v.string() }),
  v.object({ told: v.literal('figure'), name: v.string(), value: v.number() }),
  /** Everybody is connected and waits for the network to change. */
  v.object({ told: v.literal('waiting') }),
]);
export type Told = v.InferOutput<typeof Told>;
