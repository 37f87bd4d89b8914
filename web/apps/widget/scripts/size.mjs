/** Holds what a page and a visitor load against its limits (gzip -9); fails above them. */
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'

const dist = resolve(import.meta.dirname, '../../../dist')
const weigh = (file) => gzipSync(readFileSync(resolve(dist, file)), { level: 9 }).length
const html = readFileSync(resolve(dist, 'widget/index.html'), 'utf8')
const first = [...html.matchAll(/(?:src|href)="\/widget\/(assets\/[^"]+\.(?:js|css))"/g)].map((m) => `widget/${m[1]}`)
const words = readdirSync(resolve(dist, 'widget/words')).map((file) => `widget/words/${file}`)
const rows = [
  ['loader, on every page', weigh('sdk.js'), 3000],
  ['launcher, when the page is idle', weigh('widget/launcher.js'), 3400],
  ['chat, first load (scripts and style)', first.reduce((sum, file) => sum + weigh(file), 0), 30_000],
  ['words of one language', Math.max(...words.map(weigh)), 3000],
]
let failed = false
for (const [what, size, limit] of rows) {
  failed ||= size > limit
  console.log(
    `${size > limit ? 'OVER' : 'ok  '} ${String(size).padStart(6)} of ${String(limit).padStart(6)} B  ${what}`,
  )
}
process.exit(failed ? 1 : 0)
