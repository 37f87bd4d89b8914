// What the clients' tests share: the real binary with an account, and a receiver of webhooks.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Server, sleep } from '../lib/server.js';

/** A server with an account whose administrator's token is known. Webhooks may lead to this machine. */
export async function stage() {
  const server = await Server.start({ args: ['--allow-private', '127.0.0.0/8'] });
  const answer = await fetch(`${server.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      account_name: 'Loja Aurora',
      name: 'Helena Prado',
      email: 'helena@aurora.example',
      password: 'Aurora#2026-contrato',
      locale: 'pt-BR',
    }),
  });
  assert.ok(answer.ok, `setup: ${answer.status} ${await answer.clone().text()}`);
  const signed = await fetch(`${server.url}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'helena@aurora.example', password: 'Aurora#2026-contrato' }),
  });
  const { data } = await signed.json();
  return new Stage(server, data);
}

export class Stage {
  constructor(server, me) {
    Object.assign(this, { server, me, url: server.url, token: me.access_token, account: me.account_id ?? me.accounts[0].id });
  }

  /** Calls a path of the API as the administrator; answers status and body. */
  async raw(method, path, body, headers = {}) {
    const form = body instanceof FormData;
    const answer = await fetch(this.url + path, {
      method,
      headers: { api_access_token: this.token, ...(body !== undefined && !form && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined || form ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text && text.startsWith('<') ? text : text ? JSON.parse(text) : null };
  }

  /** The same below the account; fails on anything but success. */
  async api(method, path, body) {
    const answer = await this.raw(method, `/api/v1/accounts/${this.account}/${path}`, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  remove() {
    return this.server.remove();
  }
}

/** Takes webhooks and keeps them. */
export class Receiver {
  static async start(answer = () => ({})) {
    const receiver = new Receiver();
    receiver.calls = [];
    receiver.http = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => (text += part));
      request.on('end', () => {
        receiver.calls.push({ path: request.url, headers: request.headers, text, body: JSON.parse(text) });
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer(JSON.parse(text))));
      });
    });
    await new Promise((resolve) => receiver.http.listen(0, '127.0.0.1', resolve));
    receiver.url = `http://127.0.0.1:${receiver.http.address().port}`;
    return receiver;
  }

  /** Waits until a call fits; at most ten seconds. */
  async until(fits) {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = this.calls.find((call) => fits(call.body, call));
      if (found) return found;
      await sleep(50);
    }
    throw new Error(`not told; told: ${this.calls.map((call) => call.body.event).join(', ')}`);
  }

  stop() {
    this.http.closeAllConnections();
    return new Promise((resolve) => this.http.close(resolve));
  }
}
