//! Holds the desk's weights: what the first page loads, and what the composer adds. Run after a build.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const DIST = new URL('../dist/desk/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'))

/** All files that loading these modules brings, without what they load later. */
function closure(keys, seen = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) continue
    seen.add(key)
    closure(chunk.imports ?? [], seen)
  }
  return seen
}

function filesOf(keys) {
  const files = new Set()
  for (const key of keys) {
    const chunk = manifest[key]
    files.add(chunk.file)
    for (const css of chunk.css ?? []) files.add(css)
  }
  return files
}

function weigh(files) {
  let sum = 0
  for (const file of files) sum += gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length
  return sum
}

const words = Object.keys(manifest).filter((key) => key.endsWith('pt-BR.json'))
const first = closure(['index.html', 'src/shell/Shell.svelte', 'src/inbox/Inbox.svelte', ...words])
const thread = closure(['src/inbox/thread/ThreadPane.svelte', 'src/inbox/details/DetailsPane.svelte'])
const firstFiles = filesOf(first)
const composer = filesOf(
  [...closure(['src/inbox/composer/editor.ts'])].filter((key) => !first.has(key) && !thread.has(key)),
)
const threadFiles = filesOf([...thread].filter((key) => !first.has(key)))

const budgets = [
  { name: 'desk, first load', bytes: weigh(firstFiles), most: 120_000 },
  { name: 'conversation, when opened', bytes: weigh(threadFiles), most: 90_000 },
  { name: 'composer, lazy', bytes: weigh(composer), most: 150_000 },
]
let over = false
for (const { name, bytes, most } of budgets) {
  console.log(`${name}: ${(bytes / 1000).toFixed(1)} kB gz of ${most / 1000}`)
  if (bytes > most) over = true
}
if (process.argv.includes('--list')) {
  for (const file of firstFiles) console.log(`  ${(weigh([file]) / 1000).toFixed(1)} ${file}`)
}
if (over) process.exitCode = 1
