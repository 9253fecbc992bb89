import type { HandOverState, KnownState, MessengerState, PurposeState } from '../../contract.ts';
import type { HostModel, MessengerModel, PurposeModel } from './model.ts';
import { chosenPurposes } from './purposes.ts';

/** The state that screens see. */
export function viewOf(model: HostModel): KnownState {
  const common = {
    messengers: messengersOf(model),
    network: model.network,
    uplink: model.uplink,
    rivals: [...model.rivals],
    ways: [...model.ways],
    lists: [...model.lists],
    troubles: [...model.troubles],
    settings: model.settings,
    computer: model.computer,
    ...(model.tor !== null && { tor: model.tor }),
    share: model.share,
    keyPlace: model.keyPlace,
    ...(model.handOver && { handOver: handOverOf(model.handOver) }),
  };
  const { phase, startedAt, since, proxy } = model;
  if (phase === 'on' && proxy !== null) return { phase, since, proxy, doing: [...model.doing], ...common };
  if (phase === 'stopping' || phase === 'off') return { phase, ...common };
  const wanted = chosenPurposes(model);
  const found = wanted.filter(({ route }) => route !== null).length;
  return { phase: 'searching', startedAt, found, wanted: wanted.length, doing: [...model.doing], ...common };
}

const handOverOf = ({ wifi, copy }: NonNullable<HostModel['handOver']>): HandOverState => ({
  wifi: wifi?.stage === 'open' ? { ...wifi, urls: [...wifi.urls], files: [...wifi.files] } : wifi,
  copy,
});

/** Chosen ones first, in the person's order. */
function messengersOf({ messengers, chosen, network }: HostModel): MessengerState[] {
  const first = chosen.flatMap((id) => messengers.find((messenger) => messenger.id === id) ?? []);
  const others = messengers.filter(({ id }) => !chosen.includes(id));
  return [...first, ...others].map((messenger) => ({
    id: messenger.id,
    name: messenger.name,
    colour: messenger.colour,
    chosen: chosen.includes(messenger.id),
    condition: conditionOf(messenger, network !== null),
    purposes: messenger.purposes.map(purposeOf),
    hasWebApp: messenger.hasWebApp,
    inUseSince: messenger.inUseSince,
  }));
}

function purposeOf({ purpose, trying, verdict, route }: PurposeModel): PurposeState {
  return { purpose, trying, verdict, route };
}

/** What is looked for again in the background is not called a search: nobody waits for it, and cards would flicker. */
function conditionOf({ purposes }: MessengerModel, isNetworkAtFault: boolean): MessengerState['condition'] {
  const open = purposes.filter(({ route }) => route === null);
  if (open.length === 0) return 'works';
  if (open.some(({ asked }) => asked > 0)) return 'searching';
  if (open.length < purposes.length) return 'partly';
  if (!purposes.some(({ wasTried }) => wasTried)) return 'idle';
  return isNetworkAtFault ? 'waiting' : 'blocked';
}
