import { ORIGIN, ORIGIN6 } from './addresses.ts';
import { type Check, within } from './check.ts';
import type { Request } from './requests.ts';

const ECHOES = 5000;
const MEGABYTES = 8;

function page(address: string, bytes = 0): Request {
  return { do: 'http', address, bytes, waitMs: 6000 };
}

/** What the cable itself promises: time, speed, loss. */
export const CABLE_CHECKS: readonly Check[] = [
  {
    title: 'round trip of 60 ms',
    wire: {},
    steps: [ORIGIN, ORIGIN6].map((address) => [
      within({ do: 'connect', address, times: 15 }, ({ connectMs }) => connectMs ?? Number.NaN, [58, 68]),
    ]),
  },
  {
    title: 'at least 2 MB/s',
    wire: {},
    steps: [
      [
        within(
          page(ORIGIN, MEGABYTES * 1e6),
          ({ received, totalMs = 0 }) => received / 1e3 / totalMs,
          [2, 1000],
        ),
      ],
    ],
  },
  {
    title: 'loss of 2 % each way',
    wire: { rules: [{ kind: 'loss', rate: 0.02 }] },
    steps: [
      [
        within(
          { do: 'echo', address: ORIGIN, count: ECHOES },
          ({ received }) => 1 - received / ECHOES,
          [0.03, 0.05],
        ),
      ],
    ],
  },
];
