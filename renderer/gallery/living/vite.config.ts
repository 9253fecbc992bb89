import { join } from 'node:path';
import { defineConfig, mergeConfig } from 'vite';
import gallery from '../vite.config.ts';

const root = import.meta.dirname;

/** Scenes that do what they are told, for the end-to-end tests of single screens. */
export default mergeConfig(
  gallery,
  defineConfig({ root, build: { outDir: join(root, '..', '..', '..', 'dist', 'living') } }),
);
