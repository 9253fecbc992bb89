import { setFlagsFromString } from 'node:v8';

/**
 * Environment for the process that runs the engine; a shell sets it before it loads anything else.
 * glibc then asks twice within two seconds instead of waiting five for a lost packet (resolv.conf(5)); Node cannot exit
 * while a look-up is under way, so this is also how long Ctrl-C may take on a network that swallows questions.
 * libuv gets threads enough to look up all names at once.
 */
const ENGINE_ENVIRONMENT = { RES_OPTIONS: 'timeout:1 attempts:2', UV_THREADPOOL_SIZE: '16' };

for (const [name, value] of Object.entries(ENGINE_ENVIRONMENT)) process.env[name] ??= value;

/**
 * Whoever seals what passes leaves megabytes behind in buffers each turn. V8 frees them on another thread, counts them as in
 * use until that is done, and is driven by them to collect its whole heap thirty times a second.
 */
setFlagsFromString('--no-concurrent-array-buffer-sweeping');
