// A real SMTP server for the browser's scenarios: the one that the Rust tests use, in a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { until } from './browser.js';

const script = new URL('../../kernel/mail/testing/smtp.py', import.meta.url).pathname;

/** A Python that has aiosmtpd: the one of the path, else the system's. */
function python() {
  const has = (program) => spawnSync(program, ['-c', 'import aiosmtpd'], { stdio: 'ignore' }).status === 0;
  return ['python3', '/usr/bin/python3'].find(has) ?? 'python3';
}

export class MailServer {
  static async start() {
    const server = new MailServer();
    server.folder = mkdtempSync(join(tmpdir(), 'guiche-mail-'));
    server.child = spawn(python(), [script, server.folder], { stdio: ['pipe', 'pipe', 'inherit'] });
    server.port = await new Promise((resolve, reject) => {
      createInterface({ input: server.child.stdout }).once('line', (line) => resolve(Number(line)));
      server.child.once('exit', () => reject(new Error('the mail server does not start: is python3-aiosmtpd there?')));
    });
    return server;
  }

  /** What the product is told, so that all its letters come here. */
  get env() {
    return {
      GUICHE_SMTP_HOST: '127.0.0.1',
      GUICHE_SMTP_PORT: String(this.port),
      GUICHE_SMTP_SECURITY: 'none',
      GUICHE_SMTP_FROM: 'equipe@lojaaurora.example',
    };
  }

  /** The letters so far: to whom, subject, plain text and HTML. */
  letters() {
    const names = readdirSync(this.folder).filter((name) => name.endsWith('.json')).sort();
    return names.map((name) => read(JSON.parse(readFileSync(join(this.folder, name), 'utf8'))));
  }

  /** Waits for a letter to `address` whose link is of this kind; answers it with the link. */
  async link(address, kind, after = 0) {
    const found = () =>
      this.letters()
        .slice(after)
        .find((l) => l.to === address && l.text.includes(`/app/${kind}/`));
    const letter = await until(found, `a letter to ${address} about ${kind}`);
    return { ...letter, url: /https?:\/\/\S+/.exec(letter.text.split('\n').find((l) => l.includes(`/app/${kind}/`)))[0] };
  }

  stop() {
    this.child.removeAllListeners('exit');
    this.child.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function read({ to, raw }) {
  const [head] = raw.split('\r\n\r\n');
  const boundary = /boundary="([^"]+)"/.exec(raw)[1];
  const parts = raw.split(`--${boundary}`).slice(1, 3).map((part) => {
    const [headers, ...body] = part.split('\r\n\r\n');
    return { html: headers.includes('text/html'), body: decode(headers, body.join('\r\n\r\n')) };
  });
  const body = (html) => parts.find((p) => p.html === html)?.body ?? '';
  return { to: to[0], subject: words(/^Subject: (.*(?:\r\n .*)*)/m.exec(head)?.[1] ?? ''), text: body(false), html: body(true) };
}

function decode(headers, body) {
  if (/base64/i.test(headers)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(headers)) return body;
  const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Encoded words of a header as text. */
function words(text) {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, data) => Buffer.from(data, 'base64').toString('utf8'))
    .replace(/\r\n /g, ' ');
}
