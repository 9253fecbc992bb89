import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/**
 * The gallery of scenes: every state of every screen, with no engine behind it; and in `living/` scenes that do what they are
 * told, for tests of single screens. Never part of the program.
 */
export default defineConfig({
  root,
  base: './',
  mode: 'gallery',
  plugins: [react()],
  build: {
    outDir: join(root, '..', '..', 'dist', 'gallery'),
    rolldownOptions: { input: [join(root, 'index.html'), join(root, 'living', 'index.html')] },
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
