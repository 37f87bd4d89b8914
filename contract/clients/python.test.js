// The clients of PyPI, each in an environment of its own, made once by `clients.sh`.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { stage } from './lib.js';

const here = new URL('.', import.meta.url).pathname;
let desk;
before(async () => (desk = await stage()));
after(() => desk?.remove());

for (const name of ['chatwoot-sdk', 'chatwoot-client']) {
  const python = `${here}.venv/${name}/bin/python`;
  test(`PyPI ${name}`, { skip: !existsSync(python) && `${name} is not installed: PyPI could not be reached` }, async () => {
    const run = promisify(execFile);
    const { stdout } = await run(python, [`${here}python.test.py`, name, desk.url, desk.token, String(desk.account)]).catch((error) => {
      throw new Error(error.stderr || error.message);
    });
    assert.match(stdout, /ok\s*$/);
  });
}
