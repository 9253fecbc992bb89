/** What a client can make grow or wait, and how far. Times in milliseconds. */
export interface Limits {
  /** Client connections at once; more are closed at once. */
  readonly connections: number;
  /** Dials under way to one host and port; more are refused. */
  readonly dialsPerTarget: number;
  /** From accepting a connection until it has said what it wants. */
  readonly handshake: number;
  /** One dial, over all addresses of the target and all proxies on the way. */
  readonly dial: number;
  /** The same while there is another rung: three retransmissions of a SYN (after 1, 3 and 7 s) fit. */
  readonly rungDial: number;
  /** How long a connection to a doubtful address is held to see whose name is in its ClientHello. */
  readonly sniff: number;
  /** How long a routed client may take until its first byte (browsers open connections ahead of need). */
  readonly firstByte: number;
  /** How long the rest of a first flight may take. */
  readonly firstFlight: number;
  /** The least time a server has for its first bytes before the next rung is tried. */
  readonly firstAnswer: number;
  /** The time the last rung has for the same: nothing is left to try, so patience costs nothing. */
  readonly lastAnswer: number;
  /** Clients that send datagrams at once; more are refused. */
  readonly associations: number;
  /** Ways that the datagrams of one of them take at once; what would want another is dropped. */
  readonly packetFlows: number;
  /** Bytes of one of them that wait, for a name, a server or the kernel; what comes on top is dropped. */
  readonly packetBytes: number;
  /** Silence after which a way for datagrams is let go (RFC 4787, REQ-5 recommends five minutes). */
  readonly packetIdle: number;
  /** How long a way that could not be opened is passed over. */
  readonly packetRest: number;
  /** Silence on both directions of an open connection. */
  readonly idle: number;
  /** The same once one side has ended: mostly a client that is gone, in front of a server that will not hear it. */
  readonly halfOpen: number;
}

export const DEFAULT_LIMITS: Limits = {
  connections: 1024,
  dialsPerTarget: 64,
  handshake: 10_000,
  dial: 30_000,
  rungDial: 8_000,
  sniff: 300,
  firstByte: 120_000,
  firstFlight: 3_000,
  firstAnswer: 3_000,
  lastAnswer: 30_000,
  associations: 64,
  packetFlows: 16,
  packetBytes: 1 << 20,
  packetIdle: 300_000,
  packetRest: 30_000,
  idle: 900_000,
  halfOpen: 60_000,
};
