// The API as a Chatwoot client would call it.

/** Signs in by e-mail and password and answers a client of the first account. */
export async function signIn(url, { email, password }) {
  const answer = await fetch(`${url}/auth/sign_in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
  const { data } = await answer.json();
  return new Api(url, data.access_token, data.account_id ?? data.accounts[0].id, data);
}

export class Api {
  constructor(url, token, account, user) {
    Object.assign(this, { url, token, account, user });
  }

  /** Calls a route below the account; throws on anything but success. */
  async call(method, path, body) {
    const answer = await fetch(`${this.url}/api/v1/accounts/${this.account}/${path}`, {
      method,
      headers: { 'content-type': 'application/json', api_access_token: this.token },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) {
      const error = new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      throw Object.assign(error, { status: answer.status });
    }
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  }

  get(path) {
    return this.call('GET', path);
  }

  post(path, body = {}) {
    return this.call('POST', path, body);
  }

  patch(path, body = {}) {
    return this.call('PATCH', path, body);
  }

  /** Every message of a conversation, oldest first. */
  async messages(number) {
    const all = [];
    let before = '';
    for (;;) {
      const { payload } = await this.get(`conversations/${number}/messages${before}`);
      if (payload.length === 0) return all;
      all.unshift(...payload);
      before = `?before=${payload[0].id}`;
    }
  }
}

/** What the installation says of itself before anyone signs in. */
export async function bootstrap(url) {
  const answer = await fetch(`${url}/api/v1/bootstrap`);
  return answer.json();
}
