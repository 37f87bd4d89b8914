// A real server on a port and a folder of its own: started, killed with -9, started again, stopped.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = new URL('../..', import.meta.url).pathname;
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
export const binary = process.env.GUICHE_BIN ?? join(target, 'debug/guiche');

/** A port that nobody listens on now; ours from then on, over restarts. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export class Server {
  /** `over`: a data folder that is there already. @param {{ demo?: boolean, over?: string, args?: string[], env?: Record<string, string> }} options */
  static async start(options = {}) {
    const server = new Server();
    server.data = options.over ?? mkdtempSync(join(tmpdir(), 'guiche-'));
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    server.options = options;
    await server.up();
    return server;
  }

  /** Starts the process and waits for its one line. */
  async up() {
    const args = ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, '--public-url', this.url];
    if (this.options.demo) args.push('--demo');
    args.push(...(this.options.args ?? []));
    const begun = performance.now();
    const child = spawn(binary, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GUICHE_LOG: process.env.GUICHE_LOG ?? 'warn', ...this.options.env },
    });
    this.child = child;
    this.lines = [];
    this.errors = '';
    child.stderr.on('data', (part) => (this.errors = (this.errors + part).slice(-20_000)));
    this.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    const ready = new Promise((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.lines.push(line);
        if (line.includes(`:${this.port}`)) resolve(true);
      });
    });
    const unborn = new Promise((_, reject) => child.once('error', reject));
    const early = this.ended.then((code) => {
      throw new Error(`the server ended with ${code} before it was ready:\n${this.errors}`);
    });
    early.catch(() => {});
    await Promise.race([ready, early, unborn, timeout(120_000, () => `the server is not ready:\n${this.errors}`)]);
    this.startedIn = performance.now() - begun;
  }

  /** As a power cut would end it. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** As an operator would end it; says how it ended. */
  async stop() {
    this.child.kill('SIGTERM');
    return Promise.race([this.ended, timeout(60_000, () => 'the server does not stop')]);
  }

  async restart() {
    await this.kill();
    await this.up();
  }

  async remove() {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

export function timeout(ms, why) {
  return new Promise((_, reject) => setTimeout(() => reject(new Error(why())), ms).unref());
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
