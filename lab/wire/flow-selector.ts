import * as v from 'valibot';
import { AddressSet } from './address.ts';
import { ClientFlight } from './client-flight.ts';
import { NameSet } from './names.ts';
import type { TcpPacket } from './packet.ts';
import { addressSchema } from './rule.ts';

/** Which TCP flows a rule is about: those to `addresses` or with an SNI of `names`; all when neither is given. */
export const flowSelectorEntries = {
  addresses: v.optional(v.array(addressSchema)),
  names: v.optional(v.array(v.string())),
  /** Never these. */
  exceptAddresses: v.optional(v.array(addressSchema), []),
};

const selectorSchema = v.object(flowSelectorEntries);

/** Decides per flow; the SNI is read with TCP and TLS records reassembled. */
export class FlowSelector {
  readonly #addresses: AddressSet | undefined;
  readonly #names: NameSet | undefined;
  readonly #except: AddressSet;

  constructor(config: v.InferOutput<typeof selectorSchema>) {
    this.#addresses = config.addresses && new AddressSet(config.addresses);
    this.#names = config.names && new NameSet(config.names);
    this.#except = new AddressSet(config.exceptAddresses);
  }

  /** Whether a flow is known to be meant already by the server's address. */
  selectsAddress(server: string): boolean {
    if (this.#except.has(server)) return false;
    if (this.#addresses === undefined && this.#names === undefined) return true;
    return this.#addresses?.has(server) ?? false;
  }

  /** Whether a packet of the client completes a ClientHello with one of the names. */
  selectsHello(server: string, flight: ClientFlight, packet: TcpPacket): boolean {
    if (this.#names === undefined || flight.isDecided || this.#except.has(server)) return false;
    flight.add(packet);
    const hello = flight.hello();
    if (hello === undefined || hello.name !== undefined || flight.stream.isFull) flight.decide();
    return hello?.name !== undefined && this.#names.has(hello.name);
  }

  /** The state to keep per flow. */
  start(server: string): { readonly flight: ClientFlight; isMeant: boolean } {
    return { flight: new ClientFlight(), isMeant: this.selectsAddress(server) };
  }
}
