import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { packed } from './packed.ts';

const server = process.env.VISAVIS_URL ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), packed()],
  build: {
    target: 'es2022',
    outDir: '../src/visavis/lab/dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 5000, // kB: the API reference, which only /docs loads
    rolldownOptions: { input: ['index.html', 'docs.html', 'share.html', 'embed.html'] },
  },
  server: {
    proxy: {
      '/lab': server,
      '/openapi.json': server,
      '/v1': { target: server, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
});
