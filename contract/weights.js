// What a browser has to fetch before it can be used, in gzip, against the limits of the design. The desk is measured
// in a real browser: every file of ours that it asks for by itself, until it is quiet, from an empty cache.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

import { bootstrap } from './lib/api.js';
import { Desk, launch, open, signIn } from './lib/browser.js';
import { Server } from './lib/server.js';

const dist = new URL('../web/dist', import.meta.url).pathname;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const weigh = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
const sum = (paths) => [...paths].reduce((total, path) => total + weigh(path), 0);
let failed = false;

function limit(what, bytes, max) {
  const good = bytes <= max;
  failed ||= !good;
  console.log(`${good ? 'ok  ' : 'OVER'} ${what}: ${kb(bytes)} of ${kb(max)}`);
}

/** A page and the scripts and styles it names itself: what is fetched before the first paint. */
function firstLoad(page, base) {
  const html = readFileSync(join(dist, page), 'utf8');
  const folder = dirname(page);
  const names = new Set([page]);
  for (const [, url] of html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
    names.add(normalize(join(folder, url.startsWith(base) ? url.slice(base.length) : url)));
  }
  return sum(names);
}

/** The desk's files that a module brings, itself included, by the build's own list. */
function brought(module) {
  const manifest = JSON.parse(readFileSync(join(dist, 'desk/.vite/manifest.json'), 'utf8'));
  const seen = new Set();
  const follow = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) follow(next);
  };
  follow(module);
  return [...seen].map((key) => `desk/${manifest[key].file}`);
}

/** Keeps the files of the desk that this page asks for. */
function listen(page, server) {
  const files = new Set();
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== server.url || !pathname.startsWith('/app/')) return;
    // The font comes after the words are readable, in its own compression; pictures are no part of the program.
    if (/\.(woff2|png|svg|webmanifest)$/.test(pathname)) return;
    files.add(/\.(js|css)$/.test(pathname) ? `desk/${pathname.slice('/app/'.length)}` : 'desk/index.html');
  });
  return files;
}

const server = await Server.start({ demo: true });
const browser = await launch();
try {
  const { demo } = await bootstrap(server.url);
  const page = await open(browser);
  await signIn(page, server.url, demo);
  const first = await open(browser, { storageState: await page.context().storageState() });
  // Work for idle moments never gets one: what is shown is usable without it.
  await first.addInitScript(() => (window.requestIdleCallback = () => 0));
  const files = listen(first, server);
  await first.goto(`${server.url}/app/`);
  const rows = first.locator('[role=listbox] [role=option]');
  await rows.first().waitFor();
  await first.waitForLoadState('networkidle');
  const before = new Set(files);
  if (process.argv.includes('--list')) for (const file of before) console.log(`     ${kb(weigh(file))} ${file}`);
  await rows.first().click();
  await new Desk(first).composer.waitFor();
  await first.waitForLoadState('networkidle');
  const after = [...files].filter((file) => !before.has(file));
  if (process.argv.includes('--list')) for (const file of after) console.log(`     then ${kb(weigh(file))} ${file}`);
  // The text editor is what nothing else of a conversation needs.
  const thread = new Set(['thread/ThreadPane', 'details/DetailsPane', 'PeekPanel'].flatMap((part) => brought(`src/inbox/${part}.svelte`)));
  const editor = new Set(brought('src/inbox/composer/editor.ts').filter((file) => !thread.has(file)));

  limit('widget loader', weigh('sdk.js'), 3_000);
  limit('widget, first load', firstLoad('widget/index.html', '/widget/'), 30_000);
  limit('desk, first load', sum(before), 120_000);
  limit('conversation, when opened', sum(after.filter((file) => !editor.has(file))), 175_000);
  limit('composer', sum(after.filter((file) => editor.has(file))), 150_000);
} finally {
  await browser.close();
  await server.remove();
}
const binary = join(process.env.CARGO_TARGET_DIR ?? 'target', 'release/guiche');
if (existsSync(binary)) limit('binary', readFileSync(binary).length, 40_000_000);
process.exit(failed ? 1 : 0);
