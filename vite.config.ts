/**
 * How the browser's half is built: client/ -> dist/client, no network, nothing inlined that a
 * strict Content-Security-Policy would refuse. `npx vite` serves it beside a server on API_PORT.
 */
import { defineConfig, type Plugin } from 'vite';
import react from '@vitejs/plugin-react';
import { compressFiles } from './server/build/compressFiles.ts';

const apiPort = process.env['API_PORT'] ?? '8080';
const target = `http://127.0.0.1:${apiPort}`;

/** Of two rules for one element the later one counts: the library's styles come before our own, whatever order the chunks have. */
const groundFirst: Plugin = {
  name: 'ground-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      const ground = /\s*<link rel="stylesheet"[^>]*\/ground-[^>]*>/.exec(html)?.[0];
      if (ground === undefined) throw new Error('index.html has no stylesheet "ground": see the group of that name');
      return html.replace(ground, '').replace(/\s*<link rel="stylesheet"/, (next) => ground + next);
    },
  },
};

export default defineConfig({
  root: 'client',
  plugins: [react(), groundFirst, { name: 'compressed-beside', apply: 'build', writeBundle: async ({ dir }) => { if (dir !== undefined) await compressFiles(dir); } }],
  // maplibre's worker is a module; with the default format the map stays blank.
  worker: { format: 'es' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    // what every room needs comes in one file: each further file costs a kilobyte of headers and a turn
    // the library's styles stand alone, to be named first
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'ground', test: /[\\/](mantineStyles\.ts|@mantine[\\/]core[\\/]styles[\\/])/, priority: 1 }, { name: 'shared', test: /[\\/]client[\\/](components|state|api)[\\/]/, minShareCount: 4 }, { name: 'components', test: /node_modules[\\/]@mantine[\\/]/, minShareCount: 6 }, { name: 'framework', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next|@floating-ui)[\\/]/ }] } } },
  },
  server: { host: '127.0.0.1', proxy: { '/api': target, '/demo': target } },
});
