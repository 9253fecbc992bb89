import type { EngineEvent, FindingView, PurposeState, Trouble } from '../../contract.ts';
import { clip, clippedView } from './clip.ts';
import type { HostModel, PurposeModel } from './model.ts';
import { changePurpose } from './purposes.ts';

const MOST_FINDINGS = 16;
const MOST_TROUBLES = 20;
const MOST_CODE = 256;

/** What one of the engine's own events changes; events of a messenger that is not chosen (any more) change nothing. */
export function reduceEngineEvent(model: HostModel, event: EngineEvent): HostModel {
  switch (event.event) {
    case 'trying':
      return changePurpose(model, event, (purpose) =>
        purpose.searches > 0 ? { ...purpose, trying: clippedView(event.transport) } : purpose,
      );
    case 'uplink': {
      const { insideVpn, proxy, isAnother } = event;
      return { ...model, uplink: { insideVpn, proxy, isAnother } };
    }
    case 'tor':
      return { ...model, tor: event.progress };
    case 'rivals':
      return { ...model, rivals: event.found };
    case 'network': {
      const { cause, detail, outage } = event;
      if (cause === null) return { ...model, network: null };
      return { ...model, network: { ...finding({ cause, detail }), ...(outage && { outage }) } };
    }
    case 'verdict': {
      const { state, findings } = event;
      const verdict = { state, findings: findings.slice(0, MOST_FINDINGS).map(finding) };
      return changePurpose(model, event, (purpose) => ({ ...purpose, verdict }));
    }
    case 'route': {
      const { transport, seconds, proof } = event;
      const route = { transport: clippedView(transport), seconds: Math.max(0, seconds), proof };
      return withoutTrouble(
        changePurpose(model, event, (purpose) => ({ ...purpose, trying: null, route })),
        transport,
      );
    }
    case 'moved':
      return withoutTrouble(
        changePurpose(model, event, (purpose) => ({ ...purpose, route: movedRoute(purpose, event.to) })),
        event.to,
      );
    case 'error':
      return { ...model, troubles: withTrouble(model.troubles, event) };
    case 'keys':
      return { ...model, keyPlace: event.place };
    case 'share':
      return { ...model, share: event.share };
    case 'turned-away':
    case 'ready':
      return model;
  }
}

/** A server that carries something is at fault no more. */
function withoutTrouble(model: HostModel, server: string | null): HostModel {
  const label = clip(server ?? '');
  const troubles = model.troubles.filter(({ transport }) => transport === null || transport !== label);
  return troubles.length === model.troubles.length ? model : { ...model, troubles };
}

function finding({ cause, detail }: FindingView): FindingView {
  return { cause, ...(detail === undefined ? {} : { detail: clip(detail) }) };
}

/** What it moved to was proven too, but nobody said when or how far: the last known stays. */
function movedRoute({ route }: PurposeModel, to: string | null): PurposeState['route'] {
  if (to === null) return null;
  return { seconds: route?.seconds ?? 0, proof: route?.proof ?? 'dialogue', transport: clippedView(to) };
}

/** The newest last, one for each code and transport. */
function withTrouble(
  before: readonly Trouble[],
  event: Extract<EngineEvent, { event: 'error' }>,
): readonly Trouble[] {
  const trouble: Trouble = {
    code: clip(event.code, MOST_CODE),
    message: clip(event.message),
    transport: event.transport === undefined ? null : clip(event.transport),
  };
  const others = before.filter(
    ({ code, transport }) => code !== trouble.code || transport !== trouble.transport,
  );
  return [...others, trouble].slice(-MOST_TROUBLES);
}
