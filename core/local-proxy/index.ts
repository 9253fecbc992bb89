export { createLocalProxy } from './local-proxy.ts';
export type { TrafficListener } from './use-watch.ts';
