import * as v from 'valibot';
import { ClientFlight } from '../client-flight.ts';
import { messageLength } from '../client-hello.ts';
import { FlowStates, serverPort } from '../flow.ts';
import { DROP, PASS, portSchema, type Rule, type RuleContext } from '../rule.ts';

const X25519_MLKEM768 = 0x11ec;

/** TLS flows with a ClientHello like Chrome's are dropped; TCP and records are reassembled first. */
export const bigHelloSchema = v.strictObject({
  kind: v.literal('big-hello'),
  id: v.optional(v.string()),
  ports: v.optional(v.array(portSchema), [443]),
  /**
   * `size`: the message is longer than `bytes`, which any hello with a post-quantum key share is (OpenSSL 3.5's and
   * so Node 24's too). `chrome`: reserved first cipher (GREASE) and a key share of X25519MLKEM768, which of
   * the two only Chrome's has.
   */
  shape: v.optional(v.picklist(['size', 'chrome']), 'chrome'),
  bytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1400),
});

type Config = v.InferOutput<typeof bigHelloSchema>;

/** Russia 2026: Chrome's fingerprint blocked, others pass (XTLS/Xray-core#6293, net4people/bbs#546). */
export function bigHello(config: Config, context: RuleContext): Rule {
  const flows = new FlowStates(() => ({ flight: new ClientFlight(), isDead: false }));
  return ({ packet, direction }) => {
    if (packet.kind !== 'tcp') return PASS;
    const port = serverPort(packet, direction);
    if (!config.ports.includes(port)) return PASS;
    const flow = flows.of(packet, direction);
    if (flow.isDead) return DROP;
    if (direction === 'down' || flow.flight.isDecided) return PASS;
    flow.flight.add(packet);
    if (!isTarget(config, flow.flight)) return PASS;
    flow.isDead = true;
    context.hit({ address: packet.destination, port });
    return DROP;
  };
}

function isTarget(config: Config, flight: ClientFlight): boolean {
  const records = flight.records;
  const hello = flight.hello();
  if (records === undefined || hello === undefined || flight.stream.isFull) {
    flight.decide();
    return false;
  }
  if (config.shape === 'chrome') return hello.greased && hello.keyShares.includes(X25519_MLKEM768);
  return (messageLength(records.joined) ?? 0) > config.bytes;
}
