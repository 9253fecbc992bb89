import { EventEmitter } from 'node:events';

/** A stand-in for one of Electron's objects: what the tested code calls is given, events can be emitted. */
export function standIn<T>(parts: object = {}): T & Pick<EventEmitter, 'emit'> {
  return Object.setPrototypeOf({ ...parts }, new EventEmitter());
}
