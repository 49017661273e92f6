import { defineConfig } from 'vite';

import { packed } from './packed.ts';

/** One script for other people's pages, beside what vite.config.ts builds. */
export default defineConfig({
  plugins: [packed()],
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: '../src/visavis/lab/dist',
    emptyOutDir: false,
    lib: { entry: 'src/public/widget.ts', formats: ['iife'], name: 'visavisWidget', fileName: () => 'widget.js' },
  },
});
