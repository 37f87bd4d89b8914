// A real OpenID provider (panva's oidc-provider, which is certified) with people of its own. It tells addresses only where
// it is asked further, as the standard has it.
import { once } from 'node:events';
import Provider from 'oidc-provider';
import { freePort } from './server.js';

export class IdentityProvider {
  /** `people`: by what they type there, what it says of them. @param {Record<string, object>} people */
  static async start(people) {
    const it = new IdentityProvider();
    it.issuer = `http://127.0.0.1:${await freePort()}`;
    it.people = people;
    return it;
  }

  /** Options that let an installation at `url` sign people in here; it answers from then on. */
  async serve(url) {
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: 'guiche', client_secret: 'um-segredo-comprido', redirect_uris: [`${url}/auth/oidc/callback`] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_, id) => this.people[id] && { accountId: id, claims: () => ({ sub: id, ...this.people[id] }) },
      cookies: { keys: ['uma chave de teste'] },
    });
    this.server = provider.listen(new URL(this.issuer).port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  get env() {
    return { GUICHE_OIDC_ISSUER: this.issuer, GUICHE_OIDC_CLIENT_ID: 'guiche', GUICHE_OIDC_CLIENT_SECRET: 'um-segredo-comprido', GUICHE_OIDC_NAME: 'Entrada Única' };
  }

  stop() {
    this.server?.closeAllConnections();
    this.server?.close();
  }
}
