export { createLocalProxy } from './local-proxy.ts';
