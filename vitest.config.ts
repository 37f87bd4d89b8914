//! Unit tests of the web side: pure parts in node, components in jsdom.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: ['browser'] },
  test: {
    include: ['web/**/*.test.ts', 'features/*/web/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'web/dist/**'],
    environment: 'jsdom',
    // Packages that ship Svelte sources have to be compiled like our own.
    server: { deps: { inline: [/@lucide\/svelte/, /bits-ui/, /svelte-toolbelt/, /runed/] } },
  },
})
