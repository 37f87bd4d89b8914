/** The chat inside the frame, built into `web/dist/widget`, served under `/widget/`. */
import { resolve } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const server = process.env.GUICHE_SERVER ?? 'http://127.0.0.1:3000'

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
  },
  server: {
    port: 5190,
    fs: { allow: ['../../..'] },
    proxy: { '/api': server, '/files': server, '/cable': { target: server, ws: true } },
  },
})
