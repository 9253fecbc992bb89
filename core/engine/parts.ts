import type { EngineEvent } from '../contract.ts';
import type { Clock, Random } from '../model/time.ts';
import type { NetworkMemory } from '../store/network-memory.ts';
import type { Resources } from '../store/resources.ts';
import type { SettingsFile } from '../store/settings.ts';
import type { Vault } from '../store/vault.ts';
import type { NetworkFacts } from '../system/network/traits.ts';
import type { Bricks } from './bricks.ts';
import type { Observer } from './observer.ts';

/** What a command of the engine works with. */
export interface EngineParts {
  /** Where everything is kept. */
  readonly home: string;
  readonly bricks: Bricks;
  readonly resources: Resources;
  readonly vault: Vault;
  readonly settings: SettingsFile;
  readonly memory: NetworkMemory;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: EngineEvent) => void;
  readonly observer: Observer;
  readonly timeZone: string;
  readonly readNetwork: () => Promise<NetworkFacts>;
}
