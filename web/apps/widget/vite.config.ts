/** The chat inside the frame, built into `web/dist/widget`, served under `/widget/`. */
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const server = process.env.GUICHE_SERVER ?? 'http://127.0.0.1:3000'

/** Parts of the runtime that only later views use: what binds fields. */
const LATER = /svelte\/src\/internal\/client\/dom\/elements\/bindings\/(?!this|shared)/

export default defineConfig({
  base: '/widget/',
  plugins: [svelte()],
  build: {
    outDir: resolve(import.meta.dirname, '../../dist/widget'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id: string) => !LATER.test(id) },
      output: {
        // What only later views use of the runtime must not lie in the part that the first one loads.
        codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'later', test: LATER }] },
      },
    },
  },
  server: {
    port: 5190,
    fs: { allow: ['../../..'] },
    proxy: { '/api': server, '/files': server, '/cable': { target: server, ws: true } },
  },
})
