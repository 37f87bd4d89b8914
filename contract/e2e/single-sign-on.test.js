// Signing in by a provider of identities, a real one: there, back, and inside; and everyone who must stay outside.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { PHONE, axe, launch, open, until } from '../lib/browser.js';
import { IdentityProvider } from '../lib/identity.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

let provider, server, browser, boss, demo;
const w = wordsOf('pt-BR');

before(async () => {
  provider = await IdentityProvider.start({
    estranho: { email: 'estranho@fora.example', email_verified: true, name: 'Estranho' },
    novata: { email: 'novata@loja.example', email_verified: true, name: 'Nina Novata' },
  });
  server = await Server.start({ demo: true, env: provider.env });
  await provider.serve(server.url);
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  boss = await signInApi(server.url, demo);
  Object.assign(provider.people, {
    chefe: { email: demo.email, email_verified: true, name: 'A chefe' },
    impostor: { email: demo.email, email_verified: false, name: 'Impostor' },
    herdeiro: { email: demo.email, email_verified: true, name: 'Quem ficou com o e-mail' },
  });
});
after(async () => {
  await browser?.close();
  await server?.remove();
  provider?.stop();
});

/** Someone before the door, in a browser that has never been here. */
async function stranger(options) {
  const page = await open(browser, { locale: 'pt-BR', ...options });
  await page.goto(`${server.url}/app/sign-in`);
  return page;
}

/** Goes to the provider and says there who one is. */
async function goes(page, who) {
  await page.getByRole('link', { name: w('auth.with', { name: 'Entrada Única' }) }).click();
  await page.locator('input[name=login]').fill(who);
  await page.locator('input[name=password]').fill('qualquer');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

const inside = (page) => until(() => /\/app\/accounts\/1\//.test(page.url()), 'the desk');
const refused = (page, key) => page.getByRole('alert').getByText(w(key)).waitFor();

test('the door names the provider, and is whole on a phone and in the dark', async () => {
  for (const options of [{}, { viewport: PHONE, isMobile: true, hasTouch: true }, { colorScheme: 'dark' }]) {
    const page = await stranger(options);
    await page.getByRole('link', { name: w('auth.with', { name: 'Entrada Única' }) }).waitFor();
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sso-${options.colorScheme ?? (options.viewport ? 'phone' : 'light')}.png` });
    assert.deepEqual(await axe(page), []);
    await page.context().close();
  }
});

test('who is there under an address the provider did not check stays outside', async () => {
  const page = await stranger();
  await goes(page, 'impostor');
  await refused(page, 'auth.sso.unverified');
  assert.deepEqual(await axe(page), []);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sso-refused.png` });
  await page.context().close();
});

test('who has the address comes in, is known from then on, and nobody else is taken for them', async () => {
  const page = await stranger();
  await goes(page, 'chefe');
  await inside(page);
  const session = await page.evaluate(() => fetch('/auth/validate_token', { headers: { 'x-guiche-client': 'desk' } }).then((r) => r.json()));
  assert.equal(session.payload.data.email, demo.email);
  await page.context().close();
  // The address is another's there by now: the first is still who they were, the second nobody.
  provider.people.chefe = { email: 'mudou@fora.example', email_verified: false };
  const again = await stranger();
  await goes(again, 'chefe');
  await inside(again);
  await again.context().close();
  const heir = await stranger();
  await goes(heir, 'herdeiro');
  await refused(heir, 'auth.sso.another');
  await heir.context().close();
});

test('who nobody invited stays outside; who was invited joins, and finds the page they wanted', async () => {
  const page = await stranger();
  await goes(page, 'estranho');
  await refused(page, 'auth.sso.unknown');
  await page.context().close();
  await boss.post('agents', { name: 'Convidada', email: 'novata@loja.example', role: 'agent' });
  const invited = await open(browser, { locale: 'pt-BR' });
  await invited.goto(`${server.url}/app/accounts/1/profile`);
  await goes(invited, 'novata');
  await until(() => invited.url().endsWith('/app/accounts/1/profile'), 'the page that was asked for');
  const name = invited.getByLabel(w('form.name'), { exact: true });
  await until(async () => (await name.inputValue()) === 'Nina Novata', 'the name the provider told');
  await invited.context().close();
});

test('a way back that did not begin in this browser signs nobody in, nor does one that was refused there', async () => {
  const page = await stranger();
  await page.goto(`${server.url}/auth/oidc/callback?code=alheio&state=alheio`);
  await refused(page, 'auth.sso.failed');
  await page.getByRole('link', { name: w('auth.with', { name: 'Entrada Única' }) }).click();
  await page.locator('input[name=login]').waitFor();
  await page.getByText('[ Cancel ]').click();
  await refused(page, 'auth.sso.denied');
  await page.context().close();
});

test('a provider that does not answer is said so, and the password still works', async () => {
  const silent = await Server.start({ demo: true, env: { ...provider.env, GUICHE_OIDC_ISSUER: 'http://127.0.0.1:9' } });
  try {
    const page = await open(browser, { locale: 'pt-BR' });
    await page.goto(`${silent.url}/app/sign-in`);
    await page.getByRole('link', { name: w('auth.with', { name: 'Entrada Única' }) }).click();
    await refused(page, 'auth.sso.unreachable');
    await page.getByLabel(w('auth.email')).fill(demo.email);
    await page.getByLabel(w('auth.password'), { exact: true }).fill(demo.password);
    await page.getByRole('button', { name: w('auth.enter'), exact: true }).click();
    await inside(page);
    await page.context().close();
  } finally {
    await silent.remove();
  }
});
