/**
 * How the browser's half is built: client/ -> dist/client, no network, nothing inlined that a
 * strict Content-Security-Policy would refuse. `npx vite` serves it beside a server on API_PORT.
 */
import { defineConfig } from 'vite';
import react from '@vitejs/plugin-react';

const apiPort = process.env['API_PORT'] ?? '8080';
const target = `http://127.0.0.1:${apiPort}`;

export default defineConfig({
  root: 'client',
  plugins: [react()],
  // maplibre's worker is a module; with the default format the map stays blank.
  worker: { format: 'es' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  server: { host: '127.0.0.1', proxy: { '/api': target, '/demo': target } },
});
