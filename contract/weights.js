// What a browser has to fetch before it sees something, in gzip, against the limits of the design.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../web/dist', import.meta.url).pathname;
const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const weigh = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
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
  const names = new Set();
  for (const [, url] of html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)) {
    names.add(normalize(join(folder, url.startsWith(base) ? url.slice(base.length) : url)));
  }
  for (const name of Array.from(names)) if (name.endsWith('.js')) imports(name, names);
  return weigh(page) + [...names].reduce((sum, name) => sum + weigh(name), 0);
}

/** Adds what a module imports statically. */
function imports(name, names) {
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [, url] of text.matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g)) {
    const next = normalize(join(dirname(name), url));
    if (!names.has(next)) {
      names.add(next);
      imports(next, names);
    }
  }
}

limit('widget loader', weigh('sdk.js'), 3_000);
limit('widget, first load', firstLoad('widget/index.html', '/widget/'), 30_000);
limit('desk, first load', firstLoad('desk/index.html', '/app/'), 120_000);
// The composer and its editor come after the first paint.
const chunks = readdirSync(join(dist, 'desk/assets')).filter((name) => /composer|editor/i.test(name) && name.endsWith('.js'));
if (chunks.length > 0) limit('composer', chunks.reduce((sum, name) => sum + weigh(`desk/assets/${name}`), 0), 150_000);
const binary = join(process.env.CARGO_TARGET_DIR ?? 'target', 'release/guiche');
if (existsSync(binary)) limit('binary', readFileSync(binary).length, 40_000_000);
process.exit(failed ? 1 : 0);
