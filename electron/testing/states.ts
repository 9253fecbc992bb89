import type { KnownState, MessengerState, State } from '../../core/contract.ts';

type Condition = MessengerState['condition'];

/** A state of this phase in which messengers fare as told: `{ whatsapp: 'works' }`; `used` names those seen in use. */
export function stateOf(
  phase: 'off' | 'searching' | 'on' | 'stopping' | 'lost',
  conditions: Readonly<Record<string, Condition>> = {},
  changes: {
    trayExplained?: boolean;
    plainLook?: boolean;
    language?: string | null;
    port?: number;
    chosen?: boolean;
    used?: readonly string[];
  } = {},
): State {
  const { trayExplained = true, plainLook = false, language = null, port = 9_000 } = changes;
  const { chosen = true, used = [] } = changes;
  const common = {
    messengers: Object.entries(conditions).map(([id, condition]) => ({
      id,
      name: id.slice(0, 1).toUpperCase() + id.slice(1),
      ...{ colour: 'slate' as const, chosen },
      condition,
      purposes: [],
      hasWebApp: true,
      inUseSince: used.includes(id) ? 1 : null,
    })),
    network: null,
    uplink: { insideVpn: false, proxy: 'none' as const, isAnother: false },
    ways: [],
    lists: [],
    keyPlace: 'file' as const,
    troubles: [],
    settings: {
      language,
      theme: 'system',
      textSize: 'normal',
      welcomed: true,
      trayExplained,
      plainLook,
      prepared: [] as string[],
    } as const,
    share: { is: 'off' as const, problem: null },
    computer: {
      proxy: 'off',
      isSet: false,
      available: true,
      problem: null,
      onlyThrough: [],
    } satisfies KnownState['computer'],
  };
  switch (phase) {
    case 'searching':
      return { phase, startedAt: 0, found: 0, wanted: 1, doing: [], ...common };
    case 'on':
      return {
        phase,
        since: 0,
        proxy: { host: '127.0.0.1', port, pac: `http://127.0.0.1:${port}/pac` },
        doing: [],
        ...common,
      };
    case 'lost':
      return { phase, attempt: 1, ...common };
    default:
      return { phase, ...common };
  }
}
