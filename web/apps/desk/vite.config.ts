//! Builds the desk into `web/dist/desk`, served under `/app/`.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, loadEnv, type Plugin } from 'vite'

const server = loadEnv('', '.', 'GUICHE_')['GUICHE_SERVER'] ?? 'http://127.0.0.1:3000'
const proxied = ['/api', '/auth', '/files', '/widget', '/packs', '/demo', '/health']

/** Builds `sw.js` with a version of its own for every build, and the files of the first page. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'src/pwa/sw.js', fileName: 'sw.js' })
    },
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).sort()
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') return
      const first = names.filter((name) => [...FIRST].some((part) => name.startsWith(`assets/${part}-`))).map((name) => `/app/${name}`)
      const shell = JSON.stringify(['/app/', '/app/theme.js', '/app/icon.svg', ...first])
      worker.code = worker.code
        .replace('__VERSION__', `guiche-${hash(names.join('\n') + worker.code)}`)
        .replace(/\[["'`]__SHELL__["'`]\]/, shell)
    },
  }
}

/** A short name for a text (FNV-1a): two builds that differ have different ones. */
function hash(text: string): string {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return h.toString(16).padStart(8, '0')
}

/** The parts of the first page. */
const FIRST = new Set(['index', 'start', 'desk', 'rolldown-runtime'])

export default defineConfig({
  base: '/app/',
  plugins: [tailwindcss(), svelte(), serviceWorker()],
  build: {
    outDir: '../../dist/desk',
    emptyOutDir: true,
    // contract/weights.js holds the weights, and reads here what the composer is made of.
    manifest: true,
    target: 'es2022',
    sourcemap: false,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // What the first page needs in two files in place of forty: fewer requests, and they compress together.
      output: {
        // The first page names every file that may come later: a name of one's own for each would weigh two kilobytes.
        chunkFileNames: (chunk) => (FIRST.has(chunk.name) ? 'assets/[name]-[hash].js' : 'assets/[hash].js'),
        codeSplitting: {
          groups: [
            { name: 'start', test: /[\\/]src[\\/]main\.ts$/, priority: 2 },
            { name: 'desk', test: /[\\/]src[\\/](shell[\\/]Shell|inbox[\\/]Inbox)\.svelte$/, priority: 1 },
          ],
        },
      },
    },
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
