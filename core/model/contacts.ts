/** Why hosts are asked, when a closer look is taken. */
export const CONTACT_REASONS = ['servers', 'address-books', 'calls', 'quic', 'controls'] as const;
export type ContactReason = (typeof CONTACT_REASONS)[number];

/** Hosts that are asked for one reason; `name` is whose servers they are. */
export interface ContactGroup {
  readonly reason: ContactReason;
  readonly name: string | null;
  readonly hosts: readonly string[];
}
