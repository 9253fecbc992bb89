import type { Computer, HostOptions } from '../engine.ts';

/** A computer that keeps its settings where nobody can change them. */
export const UNTOUCHED: Computer = {
  change: () => Promise.reject(new Error('nothing can be changed')),
  leadApp: () => Promise.reject(new Error('nothing can be changed')),
  restore: async () => ({ restored: 0, left: 0, failed: [] }),
  isAvailable: async () => false,
  previous: async () => ({ kind: 'none' }),
  networkProxy: async () => ({ kind: 'none' }),
  recover: async () => ({ restored: 0, left: 0, failed: [] }),
};

/** A computer on which no app was found. */
export const NO_APPS: HostOptions['apps'] = { find: async () => [], integration: () => null };
