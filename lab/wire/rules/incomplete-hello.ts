import * as v from 'valibot';
import { messageLength, readRecords } from '../client-hello.ts';
import { FlowStates, serverPort } from '../flow.ts';
import { maximumSegment, type TcpPacket } from '../packet.ts';
import { DROP, PASS, portSchema, type Rule, type RuleContext } from '../rule.ts';
import { TcpStream } from '../tcp-stream.ts';

const LINK_MTU = 1500;

/** TLS flows whose first segment does not hold as much of the ClientHello as it could are dropped. */
export const incompleteHelloSchema = v.strictObject({
  kind: v.literal('incomplete-hello'),
  id: v.optional(v.string()),
  ports: v.optional(v.array(portSchema), [443]),
});

type Complaint = 'short-segment' | 'short-record';

/** Iran 2026 (net4people/bbs#640): the first record must hold the whole message, the first segment min(hello, MSS). */
export function incompleteHello(
  config: v.InferOutput<typeof incompleteHelloSchema>,
  context: RuleContext,
): Rule {
  const flows = new FlowStates(() => ({
    stream: new TcpStream(),
    largestSegment: LINK_MTU,
    isJudged: false,
    isDead: false,
  }));
  return ({ packet, direction }) => {
    if (packet.kind !== 'tcp') return PASS;
    const port = serverPort(packet, direction);
    if (!config.ports.includes(port)) return PASS;
    const flow = flows.of(packet, direction);
    if (flow.isDead) return DROP;
    flow.largestSegment = Math.min(flow.largestSegment, maximumSegment(packet) ?? LINK_MTU);
    if (direction === 'down' || flow.isJudged) return PASS;
    flow.stream.add(packet);
    if (packet.payload.length === 0 || flow.stream.offsetOf(packet) !== 0) return PASS;
    flow.isJudged = true;
    const complaint = judgeFirstSegment(packet, flow.largestSegment);
    if (complaint === undefined) return PASS;
    flow.isDead = true;
    context.hit({ complaint, address: packet.destination, bytes: packet.payload.length });
    return DROP;
  };
}

function judgeFirstSegment(packet: TcpPacket, largestSegment: number): Complaint | undefined {
  const records = readRecords(packet.payload);
  if (records === undefined) return undefined;
  const message = messageLength(records.first);
  if (message === undefined) return 'short-segment';
  if (message > records.firstLength) return 'short-record';
  const headers = packet.bytes.length - packet.payload.length;
  // The MSS counts TCP options as payload (RFC 6691), so what they take is missing from the segment.
  const room = Math.min(LINK_MTU - headers, largestSegment - packet.options.length);
  return packet.payload.length < Math.min(5 + records.firstLength, room) ? 'short-segment' : undefined;
}
