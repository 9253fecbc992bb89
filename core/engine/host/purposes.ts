import type { RouteKey } from '../../model/route.ts';
import { freshPurpose, type HostModel, type MessengerModel, type PurposeModel } from './model.ts';

/** The purpose's key as events name it, whatever else they hold. */
type Named = Pick<RouteKey, 'messenger' | 'purpose'>;

/** Changes one messenger; the model is the same where there is none of that name or nothing changes. */
export function changeMessenger(
  model: HostModel,
  id: string,
  change: (messenger: MessengerModel) => MessengerModel,
): HostModel {
  const at = model.messengers.findIndex((messenger) => messenger.id === id);
  const before = model.messengers[at];
  if (before === undefined) return model;
  const after = change(before);
  return after === before ? model : { ...model, messengers: model.messengers.with(at, after) };
}

/** Changes one purpose of a chosen messenger; the model is the same where there is none such or nothing changes. */
export function changePurpose(
  model: HostModel,
  { messenger, purpose }: Named,
  change: (purpose: PurposeModel) => PurposeModel,
): HostModel {
  if (!model.chosen.includes(messenger)) return model;
  return changeMessenger(model, messenger, (one) => {
    const at = one.purposes.findIndex((entry) => entry.purpose === purpose);
    const before = one.purposes[at];
    if (before === undefined) return one;
    const after = change(before);
    return after === before ? one : { ...one, purposes: one.purposes.with(at, after) };
  });
}

/** Nothing of this messenger was ever tried. */
export function fresh(messenger: MessengerModel): MessengerModel {
  const purposes = messenger.purposes.map(({ purpose }) => freshPurpose(purpose));
  return { ...messenger, inUseSince: null, purposes };
}

/** All purposes of the chosen messengers. */
export function chosenPurposes({ messengers, chosen }: HostModel): readonly PurposeModel[] {
  return messengers.filter(({ id }) => chosen.includes(id)).flatMap(({ purposes }) => purposes);
}
