import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { defineConfig, type Plugin } from 'vite';
import { FirstPainting } from './frame/first-painting.tsx';

const root = import.meta.dirname;

/** Draws what is seen first into the page itself. */
const firstPainting: Plugin = {
  name: 'first-painting',
  transformIndexHtml: (html) =>
    html.replace('<!-- first painting -->', renderToStaticMarkup(createElement(FirstPainting))),
};

/** The words of one language in one file: all areas of it are fetched together. */
const languageOf = (id: string) => /\/locales\/([^/]+)\/(?!about\b)/.exec(id.replaceAll('\\', '/'))?.[1];

/** The screens as static files that need no server of their own and run under a strict Content-Security-Policy. */
export default defineConfig({
  root,
  base: './',
  plugins: [react(), firstPainting],
  build: {
    outDir: join(root, '..', 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ debugName: 'language', name: (id) => languageOf(id) ?? null }] },
      },
    },
  },
});
