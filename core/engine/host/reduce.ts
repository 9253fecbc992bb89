import { isDeepStrictEqual } from 'node:util';
import { type ComputerView, SHARE_OFF, type Way } from '../../contract.ts';
import type { RouteKey } from '../../model/route.ts';
import { withDoing } from './doing.ts';
import { type HostEvent, type HostModel, type PurposeModel, UNKNOWN_UPLINK } from './model.ts';
import { changeMessenger, changePurpose, chosenPurposes, fresh } from './purposes.ts';
import { reduceEngineEvent } from './reduce-events.ts';

/** Holds for the computer, not for a connection. */
const LASTING_TROUBLES: ReadonlySet<string> = new Set(['unreadable-file', 'cannot-save']);

/** What an event makes of the model; the same model where it changes nothing. Never throws. */
export function reduce(model: HostModel, event: HostEvent): HostModel {
  switch (event.event) {
    case 'connecting': {
      const troubles = model.troubles.filter(({ code }) => LASTING_TROUBLES.has(code));
      return { ...idle(model), phase: 'searching', startedAt: event.at, troubles };
    }
    case 'opened':
      return settle({ ...model, proxy: event.proxy }, event.at);
    case 'trying': {
      const next = reduceEngineEvent(model, event);
      return isAwaited(model, event) ? withDoing(next, event, event.transport, 'start', null) : next;
    }
    case 'step':
      return reduceStep(model, event);
    case 'search-began':
      return began(model, event.keys, event.isAsked);
    case 'search-ended':
      return ended(model, event);
    case 'network-changed':
      return networkChanged(model);
    case 'dropped':
      return changePurpose(model, event.key, (purpose) => ({
        ...purpose,
        ...{ trying: null, verdict: null, route: null },
      }));
    case 'in-use':
      if (model.phase !== 'on' && model.phase !== 'searching') return model;
      return changeMessenger(model, event.messenger, (messenger) =>
        messenger.inUseSince === null ? { ...messenger, inUseSince: event.at } : messenger,
      );
    case 'stopping':
      return model.phase === 'off' ? model : { ...model, phase: 'stopping', doing: [] };
    case 'stopped':
      return { ...idle(model), phase: 'off' };
    case 'chosen':
      return {
        ...model,
        chosen: [...new Set(event.ids)],
        messengers: model.messengers.map((one) => (event.ids.includes(one.id) ? one : fresh(one))),
      };
    case 'ways': {
      const ways = event.ways.map((way) => ({ ...way, last: lastTest(model, way.id) }));
      const labels = ways.map(({ label }) => label);
      const lists = [...event.lists];
      return { ...model, ways, lists, troubles: troublesOf(model, (server) => labels.includes(server)) };
    }
    case 'way-test': {
      const ways = model.ways.map((way) => (way.id === event.id ? { ...way, last: event.test } : way));
      const label = ways.find(({ id }) => id === event.id)?.label;
      const isProven = event.test.outcome === 'works';
      return { ...model, ways, troubles: troublesOf(model, (server) => !isProven || server !== label) };
    }
    case 'settings':
      return { ...model, settings: event.settings };
    case 'computer':
      return changeComputer(model, event.computer);
    case 'hand-over':
      return { ...model, handOver: event.handOver };
    default:
      return reduceEngineEvent(model, event);
  }
}

/** No connection, and nothing is known of the network. */
function idle(model: HostModel): HostModel {
  const messengers = model.messengers.map(fresh);
  const none = { proxy: null, network: null, uplink: UNKNOWN_UPLINK, rivals: [], share: SHARE_OFF };
  return { ...model, ...none, doing: [], messengers };
}

/** Whether somebody waits for this purpose's search. */
function isAwaited({ messengers, chosen }: HostModel, { messenger, purpose }: RouteKey): boolean {
  if (!chosen.includes(messenger)) return false;
  const purposes = messengers.find(({ id }) => id === messenger)?.purposes;
  return purposes?.some((one) => one.purpose === purpose && one.asked > 0) ?? false;
}

/** Of what was called off because something else was quicker, people are not told. */
function reduceStep(
  model: HostModel,
  { key, transport, step }: Extract<HostEvent, { event: 'step' }>,
): HostModel {
  if (step.failure === 'interrupted' || !isAwaited(model, key)) return model;
  return withDoing(model, key, transport, step.operation, step.failure);
}

function began(before: HostModel, keys: readonly RouteKey[], isAsked: boolean): HostModel {
  const model = isAsked ? { ...before, wasAskedHere: true } : before;
  return keys.reduce(
    (changed, key) =>
      changePurpose(changed, key, (purpose) => ({
        ...purpose,
        searches: purpose.searches + 1,
        asked: purpose.asked + (isAsked ? 1 : 0),
      })),
    model,
  );
}

function ended(
  model: HostModel,
  { keys, isAsked, at }: Extract<HostEvent, { event: 'search-ended' }>,
): HostModel {
  const next = keys.reduce(
    (before, key) => changePurpose(before, key, (purpose) => withoutSearch(purpose, isAsked)),
    model,
  );
  return settle(next, at);
}

/** Connected, once nobody waits for a search any more. */
function settle(model: HostModel, at: number): HostModel {
  const purposes = chosenPurposes(model);
  if (purposes.some(({ asked }) => asked > 0)) return model;
  const isOver = model.proxy !== null && (purposes.length === 0 || purposes.some(({ wasTried }) => wasTried));
  // Searches of the network that was left end as well.
  const uplink =
    model.uplink.isAnother && model.wasAskedHere ? { ...model.uplink, isAnother: false } : model.uplink;
  return {
    ...model,
    uplink,
    doing: [],
    ...(isOver && model.phase === 'searching' ? { phase: 'on', since: at } : {}),
  };
}

function withoutSearch(purpose: PurposeModel, isAsked: boolean): PurposeModel {
  const searches = Math.max(0, purpose.searches - 1);
  const asked = Math.max(0, purpose.asked - (isAsked ? 1 : 0));
  return { ...purpose, searches, asked, wasTried: true, trying: searches === 0 ? null : purpose.trying };
}

/** Searches under way are called off by those who began them. */
function networkChanged(model: HostModel): HostModel {
  const messengers = model.messengers.map((messenger) => ({
    ...messenger,
    purposes: messenger.purposes.map((purpose) => ({
      ...purpose,
      ...{ trying: null, verdict: null, route: null, wasTried: false },
    })),
  }));
  return { ...model, network: null, wasAskedHere: false, messengers };
}

function changeComputer(model: HostModel, changes: Partial<ComputerView>): HostModel {
  const computer = { ...model.computer, ...changes };
  return isDeepStrictEqual(computer, model.computer) ? model : { ...model, computer };
}

function lastTest({ ways }: HostModel, id: string): Way['last'] {
  return ways.find((way) => way.id === id)?.last ?? null;
}

/** Troubles, without those of servers for which they do not hold any more. */
function troublesOf({ troubles }: HostModel, holds: (server: string) => boolean): HostModel['troubles'] {
  return troubles.filter(({ transport }) => transport === null || holds(transport));
}
