import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    outDir: '../src/visavis/lab/dist',
    emptyOutDir: true,
  },
  server: {
    proxy: {
      '/lab': server,
      '/v1': { target: server, ws: true },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
});
