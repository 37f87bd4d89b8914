//! Builds the desk into `web/dist/desk`, served under `/app/`.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, loadEnv } from 'vite'

const server = loadEnv('', '.', 'GUICHE_')['GUICHE_SERVER'] ?? 'http://127.0.0.1:3000'
const proxied = ['/api', '/auth', '/files', '/widget', '/packs', '/demo', '/health']

export default defineConfig({
  base: '/app/',
  plugins: [tailwindcss(), svelte()],
  build: {
    outDir: '../../dist/desk',
    emptyOutDir: true,
    // The weights are held by web/scripts/size.mjs.
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 600,
  },
  server: {
    port: 5173,
    fs: { allow: ['../../..'] },
    proxy: {
      ...Object.fromEntries(proxied.map((path) => [path, { target: server, changeOrigin: false }])),
      '/cable': { target: server, ws: true },
    },
  },
})
