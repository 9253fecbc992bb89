import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { AppSchema } from '../model/app.ts';
import { BlockPagesSchema } from '../model/block-pages.ts';
import { BrowserHelloSchema } from '../model/browser-hello.ts';
import { ControlsSchema } from '../model/controls.ts';
import { DeepCheckDataSchema } from '../model/deep-check.ts';
import { type Messenger, MessengerSchema } from '../model/messenger.ts';
import { ForgedAddressesSchema, OperatorsSchema } from '../model/operators.ts';
import { ProgramsSchema } from '../model/programs.ts';
import { RivalsSchema } from '../model/rivals.ts';
import { SidecarsSchema } from '../model/sidecar.ts';
import { StrategiesSchema } from '../model/strategies.ts';

/** A data file that is missing or does not fit its schema; the message names the file and the place in it. */
export class ResourceError extends Error {
  override readonly name = 'ResourceError';
}

/** Later folders overlay earlier ones file by file, so that a test or an expert can exchange one without a copy of all. */
function createReader(folders: readonly string[]) {
  const find = (name: string) => {
    const folder = folders.findLast((candidate) => existsSync(join(candidate, name)));
    if (folder === undefined) throw new ResourceError(`${name}: not found`);
    return join(folder, name);
  };
  const text = (name: string) => readFileSync(find(name), 'utf8');
  return {
    text,
    names: (folder: string) =>
      [
        ...new Set(
          folders.flatMap((base) => (existsSync(join(base, folder)) ? readdirSync(join(base, folder)) : [])),
        ),
      ].sort(),
    json<S extends v.GenericSchema>(name: string, schema: S): v.InferOutput<S> {
      let data: unknown;
      try {
        data = JSON.parse(text(name));
      } catch (error) {
        if (error instanceof ResourceError) throw error;
        throw new ResourceError(`${name}: not JSON`, { cause: error });
      }
      const result = v.safeParse(schema, data);
      if (result.success) return result.output;
      const [issue] = result.issues;
      throw new ResourceError(`${name}: ${v.getDotPath(issue) ?? ''} ${issue.message}`);
    },
  };
}

/** The suggested ones first, in their order, then the others by name. */
function byPlace(one: Messenger, other: Messenger): number {
  const place = ({ suggested }: Messenger) => suggested ?? Number.POSITIVE_INFINITY;
  return place(one) === place(other) ? one.name.localeCompare(other.name) : place(one) - place(other);
}

/** Reads and checks all data files. Throws ResourceError. */
export function loadResources(folders: readonly string[]) {
  const reader = createReader(folders);
  return {
    messengers: reader
      .names('messengers')
      .map((name) => reader.json(`messengers/${name}`, MessengerSchema))
      .sort(byPlace),
    apps: reader.names('apps').map((name) => reader.json(`apps/${name}`, AppSchema)),
    operators: reader.json('resolvers.json', OperatorsSchema),
    forged: reader.json('forged-addresses.json', ForgedAddressesSchema),
    blockPages: reader.json('block-pages.json', BlockPagesSchema).pages,
    controls: reader.json('controls.json', ControlsSchema),
    deepCheck: reader.json('deep-check.json', DeepCheckDataSchema),
    strategies: reader.json('strategies.json', StrategiesSchema),
    rivals: reader.json('rivals.json', RivalsSchema),
    programs: reader.json('programs.json', ProgramsSchema),
    sidecars: reader.json('sidecars.json', SidecarsSchema),
    browserHello: reader.json('hellos/chrome.json', BrowserHelloSchema),
    signalRoot: reader.text('signal-root.pem'),
  };
}
export type Resources = ReturnType<typeof loadResources>;
