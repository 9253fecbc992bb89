import type { StreamItem } from '../../contract.ts';
import { formatHostPort, type HostPort } from '../../model/address.ts';
import type { RouteKey } from '../../model/route.ts';
import type { Step } from '../../model/trace.ts';
import { clip, clippedView } from './clip.ts';
import type { HostModel } from './model.ts';

const MOST_DOING = 8;
const MOST_SUBJECT = 256;
const MOST_FAILURE = 128;

type Operation = HostModel['doing'][number]['operation'];

/** Adds what is done now to the latest steps that screens show. */
export function withDoing(
  model: HostModel,
  { messenger, purpose }: RouteKey,
  transport: string,
  operation: Operation,
  failure: string | null,
): HostModel {
  const step = {
    id: model.nextDoing,
    ...{ messenger, purpose, transport: clippedView(transport), operation },
    failure: failure === null ? null : clip(failure, MOST_FAILURE),
  };
  return { ...model, doing: [...model.doing, step].slice(-MOST_DOING), nextDoing: step.id + 1 };
}

/** A step as the timeline shows it; `now` is the moment it ended. */
export function stepItem(
  { messenger, purpose }: RouteKey,
  transport: string,
  step: Step,
  now: number,
): StreamItem<'steps'> {
  return {
    at: Math.max(0, now),
    ...{ messenger, purpose, operation: step.operation, transport: clip(transport) },
    subject: clip(subjectOf(step), MOST_SUBJECT),
    milliseconds: Math.max(0, step.endedAt - step.startedAt),
    failure: step.failure === null ? null : clip(step.failure, MOST_FAILURE),
  };
}

function subjectOf(step: Step): string {
  switch (step.operation) {
    case 'resolve':
      return step.name;
    case 'connect':
      return addressOf(step.address);
    case 'tls':
      return step.serverName;
    case 'read':
      return step.address ?? '';
    case 'proxy':
    case 'dialogue':
      return step.protocol;
    case 'bulk':
      return `${step.bytes} B`;
  }
}

function addressOf(address: HostPort): string {
  return formatHostPort(address);
}
