import { AddressBook, type Addresses } from './addresses.ts';
import type { Control, Controls, Messenger, Resources } from './resources.ts';

/** What answers at a host's addresses. */
type Role = 'web' | 'noise' | 'obfuscated2';

interface Host extends Addresses {
  readonly name: string;
  /** A messenger's id, `domestic`, or `other`. */
  readonly group: string;
  readonly role: Role;
  /** Ports that answer by the role's protocol; web hosts: 80 and 443 besides. */
  readonly ports: readonly number[];
  readonly root: 'lab' | 'signal';
}

/** A file a web host serves, `bytes` long; or an exact short answer. */
export interface Page {
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly bytes?: number;
  readonly body?: string;
}

export interface WorldMap {
  readonly hosts: ReadonlyMap<string, Host>;
  readonly pages: readonly Page[];
}

/** Hosts that are not in the data but that people's programs ask for. */
const EXTRA = [
  { name: 'web.whatsapp.com', group: 'whatsapp' },
  { name: 'web.telegram.org', group: 'telegram' },
  { name: 'example.org', group: 'other' },
] as const;

/** Data centres whose web sockets are no page's: every app that is carried to one asks for its own. */
const DATA_CENTRES = [1, 2, 3, 4, 5];

const SMALL_PAGE_BYTES = 2 << 10;
const BULK_BYTES = 1 << 20;
/** More than a censor that freezes flows after 16 KiB lets through, as the real pages are. */
const APP_PAGE_BYTES = 160 << 10;

/** Builds the names, addresses and answers of the world from the product's data files. */
export function mapWorld(resources: Resources): WorldMap {
  const builder = new MapBuilder();
  for (const messenger of resources.messengers) builder.addMessenger(messenger);
  for (const { name, group } of EXTRA) builder.addHost(name, group);
  for (const number of DATA_CENTRES) builder.addHost(`kws${number}.web.telegram.org`, 'telegram');
  builder.addControls(resources.controls);
  for (const { name } of EXTRA)
    builder.addPage({ host: name, path: '/', status: 200, bytes: APP_PAGE_BYTES });
  return builder;
}

interface HostFacts {
  readonly role?: Role | undefined;
  readonly ports?: readonly number[];
  readonly root?: 'signal' | undefined;
  readonly hints?: readonly string[] | undefined;
}

class MapBuilder implements WorldMap {
  readonly hosts = new Map<string, Host>();
  readonly #book = new AddressBook();
  readonly #pages = new Map<string, Page>();

  get pages(): readonly Page[] {
    return [...this.#pages.values()];
  }

  addPage(page: Page): void {
    const status = page.path.endsWith('/generate_204') ? 204 : page.status;
    this.#pages.set(page.host + page.path, { ...page, status });
  }

  addHost(name: string, group: string, { role, ports = [], root, hints }: HostFacts = {}): void {
    const before = this.hosts.get(name);
    this.hosts.set(name, {
      ...this.#book.add(name, group, hints),
      name,
      group: before?.group ?? group,
      role: role ?? before?.role ?? 'web',
      ports: [...new Set([...(before?.ports ?? []), ...ports])],
      root: root ?? before?.root ?? 'lab',
    });
  }

  addMessenger({ id, hints, purposes, endpoints }: Messenger): void {
    for (const { purpose, samples, names, ports, replayable } of purposes) {
      const add = (name: string, facts: HostFacts): void => {
        // Hosts whose first flight is not TLS say so in the data; they speak that on all ports of their purpose.
        const chat = replayable && { role: replayable, ports };
        this.addHost(name, id, { ...facts, ...chat, hints: hints[name] });
      };
      for (const { kind, host, port, root, path } of samples.flat()) {
        add(host, { ports: [port], root });
        if (kind === 'bulk' && path !== undefined)
          this.addPage({ host, path, status: 200, bytes: BULK_BYTES });
      }
      for (const { host, port } of endpoints.filter((endpoint) => endpoint.purpose === purpose)) {
        add(host, { ports: [port] });
      }
      for (const name of names.filter((pattern) => !pattern.startsWith('*.'))) add(name, {});
    }
    for (const name of Object.keys(hints)) this.addHost(name, id, { hints: hints[name] });
  }

  addControls({ domestic, foreign, neutral, bulk, portals }: Controls): void {
    const add = (
      group: string,
      { host, path }: Control,
      content: { bytes?: number; body?: string; status?: number },
    ) => {
      this.addHost(host, group);
      this.addPage({ host, path, status: 200, ...content });
    };
    for (const country of Object.values(domestic)) {
      for (const control of country.controls) add('domestic', control, { bytes: SMALL_PAGE_BYTES });
    }
    for (const control of [...foreign, ...neutral]) add('other', control, { bytes: SMALL_PAGE_BYTES });
    for (const control of bulk) add('other', control, { bytes: BULK_BYTES });
    for (const { status, body = '', ...portal } of portals) add('other', portal, { status, body });
  }
}
