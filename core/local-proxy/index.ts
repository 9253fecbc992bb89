export { createLocalProxy, type LocalProxy, type LocalProxyOptions } from './local-proxy.ts';
