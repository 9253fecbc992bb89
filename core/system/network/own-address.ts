import { createSocket } from 'node:dgram';
import type { IpFamily } from '../../model/address.ts';

/** Documentation addresses (RFC 5737, RFC 3849): no host has them, and a connected UDP socket sends nothing. */
const NOWHERE = { 4: ['udp4', '192.0.2.1'], 6: ['udp6', '2001:db8::1'] } as const;
const DISCARD_PORT = 9;

/**
 * The address from which this computer goes out: the kernel picks it by its routes, policies and VPNs, whatever the
 * system. Null where it knows no way out. Sends no packet.
 */
export function ownAddress(family: IpFamily): Promise<string | null> {
  const [type, nowhere] = NOWHERE[family];
  return new Promise((resolve) => {
    const socket = createSocket(type);
    const settle = (address: string | null) => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => settle(null));
    // Not as a callback: that would be called with an error as well.
    socket.once('connect', () => settle(socket.address().address));
    socket.connect(DISCARD_PORT, nowhere);
  });
}
