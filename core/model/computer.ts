/** What the person wants this computer's own settings to do: nothing, lead messengers to us, or everything. */
export const PROXY_MODES = ['off', 'messengers', 'everything'] as const;
export type ProxyMode = (typeof PROXY_MODES)[number];
