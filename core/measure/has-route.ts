import { createSocket } from 'node:dgram';

/** Documentation addresses (RFC 5737, RFC 3849): no host has them, and a connected UDP socket sends nothing. */
const NOWHERE = { udp4: '192.0.2.1', udp6: '2001:db8::1' } as const;
const DISCARD_PORT = 9;

/** Whether the kernel has a route out, by IPv4 or IPv6. Sends no packet. */
export async function hasRoute(): Promise<boolean> {
  const answers = await Promise.all([canConnect('udp4'), canConnect('udp6')]);
  return answers.includes(true);
}

function canConnect(type: keyof typeof NOWHERE): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(type);
    const settle = (answer: boolean) => {
      socket.close();
      resolve(answer);
    };
    socket.once('error', () => settle(false));
    // Not as a callback: that would be called with an error as well.
    socket.once('connect', () => settle(true));
    socket.connect(DISCARD_PORT, NOWHERE[type]);
  });
}
