import type { EngineEvent } from '../contract.ts';
import type { FindProxy } from '../model/network-proxy.ts';
import type { Rival } from '../model/rivals.ts';
import type { Clock, Random } from '../model/time.ts';
import type { SidecarHouse } from '../sidecars/sidecars.ts';
import type { NetworkMemory } from '../store/network-memory.ts';
import type { Resources } from '../store/resources.ts';
import type { SettingsFile } from '../store/settings.ts';
import type { Vault } from '../store/vault.ts';
import type { ReadNetwork } from '../system/network/traits.ts';
import type { PreviousProxy } from '../system/settings/driver.ts';
import type { Bricks } from './bricks.ts';
import type { ListBook } from './lists/list-book.ts';
import type { Observer } from './observer.ts';
import type { ServerList } from './server-list.ts';

/** What a command of the engine works with. */
export interface EngineParts {
  /** Where everything is kept. */
  readonly home: string;
  readonly bricks: Bricks;
  readonly resources: Resources;
  readonly vault: Pick<Vault, 'identityKey' | 'keepKeys'>;
  readonly servers: Pick<ServerList, 'saved' | 'idOf'>;
  /** Lists that some of them came with. */
  readonly lists: ListBook;
  readonly settings: SettingsFile;
  readonly memory: NetworkMemory;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: EngineEvent) => void;
  readonly observer: Observer;
  readonly timeZone: string;
  readonly readNetwork: ReadNetwork;
  /** Programs of others that a way needs and none of which is here; null where nothing is missing. */
  readonly missingFor: SidecarHouse['missingFor'];
  /** Other programs on this computer that work on connections as well. Rejects only when aborted. */
  readonly readRivals: (signal: AbortSignal) => Promise<readonly Rival[]>;
  /** The proxy that this network wants what goes out to pass. Rejects where that cannot be read. */
  readonly networkProxy: (signal: AbortSignal) => Promise<PreviousProxy>;
  /** Asks the network's own script, where the shell is a browser. */
  readonly findProxy: FindProxy;
}
