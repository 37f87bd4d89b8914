// Writes a brotli twin beside each text file of web/dist, where it is smaller. Run by `make ui` after the build.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const dist = new URL('../../web/dist', import.meta.url).pathname;
const text = /\.(html|js|mjs|css|json|svg|webmanifest|txt|map|wasm)$/;

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !text.test(entry.name)) continue;
  const body = readFileSync(path);
  const packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
  if (packed.length < body.length) writeFileSync(`${path}.br`, packed);
  else rmSync(`${path}.br`, { force: true });
}
