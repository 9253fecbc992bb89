import type { HostPort } from '../../model/address.ts';
import type { Random } from '../../model/time.ts';
import { askByDatagram, type DatagramTools } from './ask-by-datagram.ts';
import { encodeBindingRequest, expectBindingAnswer } from './stun.ts';

/** Asks for a STUN binding (OONI ts-025). Rejects as `askByDatagram` does. */
export async function askStun(to: HostPort, random: Random, tools: DatagramTools): Promise<void> {
  const transaction = random.bytes(12);
  const read = (datagram: Uint8Array): true => {
    expectBindingAnswer(datagram, transaction);
    return true;
  };
  await askByDatagram({ to, protocol: 'stun', bytes: encodeBindingRequest(transaction), read }, tools);
}
