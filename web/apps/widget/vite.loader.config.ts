/** The loader and what it draws with: two scripts without imports, for other people's pages. */
import { resolve } from 'node:path'
import { defineConfig } from 'vite'

const [entry, file] = process.env.PART === 'launcher' ? ['launcher', 'widget/launcher.js'] : ['sdk', 'sdk.js']

export default defineConfig({
  publicDir: false,
  build: {
    outDir: resolve(import.meta.dirname, '../../dist'),
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: `src/loader/${entry}.ts`, formats: ['iife'], name: `guiche_${entry}`, fileName: () => file },
    reportCompressedSize: false,
  },
})
