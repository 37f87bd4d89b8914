// The chat on somebody else's page: who may speak to whom, what is kept, and what a careful page allows.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { launch, open, until } from '../lib/browser.js';
import { Server, sleep } from '../lib/server.js';

let server, browser, api, inbox, shop, evil;

/** Pages on an origin of their own: what `routes` answers by path. */
async function site(routes) {
  const listener = createServer((request, response) => {
    const { body, headers = {} } = routes(new URL(request.url, 'http://x')) ?? { body: '' };
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(body);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  // By another name than the product's: another site for the browser.
  return { url: `http://localhost:${listener.address().port}`, close: () => listener.close() };
}

const listening = `<script>window.heard = []; addEventListener('message', (e) => heard.push([e.origin, e.data]));</script>`;

/** A shop's page with the snippet, under a policy that allows the product's scripts and frames and nothing else. */
function page(url) {
  const base = url.searchParams.get('base') ?? server.url;
  const token = url.searchParams.get('token') ?? inbox.website_token;
  const snippet = inbox.web_widget_script.replace(/BASE_URL="[^"]*"/, `BASE_URL="${base}"`).replace(inbox.website_token, token);
  const script = base === server.url ? snippet : snippet.replace('g.src=BASE_URL', `g.src="${server.url}"`);
  return {
    body: `<!doctype html><html lang="pt-BR"><title>Loja</title><h1>Loja</h1>${listening}${script}`,
    headers: {
      'content-security-policy': `default-src 'none'; script-src 'unsafe-inline' ${server.url}; frame-src ${server.url} ${evil?.url ?? ''}`,
    },
  };
}

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  const { demo } = await bootstrap(server.url);
  api = await signInApi(server.url, demo);
  inbox = (await api.get('inboxes')).payload.find((i) => i.website_token);
  evil = await site(() => ({ body: listening }));
  shop = await site(page);
});

after(async () => {
  await browser?.close();
  shop?.close();
  evil?.close();
  await server?.remove();
});

const cookie = async (p) => (await p.context().cookies(shop.url)).find((c) => c.name === 'cw_conversation')?.value;
const forged = (event, more = {}) => `chatwoot-widget:${JSON.stringify({ event, ...more })}`;
const theft = forged('setAuthCookie', { data: { widgetAuthToken: 'stolen' } });

/** The shop with the chat's frame made and listening. */
async function visit(query = '', options = {}) {
  const p = await open(browser, options);
  await p.addInitScript(() => {
    window.said = [];
    for (const name of ['ready', 'error', 'opened', 'closed']) addEventListener(`chatwoot:${name}`, (e) => window.said.push([name, e.detail]));
  });
  await p.goto(`${shop.url}/${query}`);
  return p;
}

const ready = (p) => p.waitForFunction(() => window.$chatwoot?.hasLoaded);

async function opened(query = '') {
  const p = await visit(query);
  await ready(p);
  await p.evaluate(() => window.$chatwoot.toggle('open'));
  await p.frameLocator('#chatwoot_live_chat_widget').getByRole('dialog').waitFor();
  return p;
}

test('under a strict policy it works, keeps nothing of a looker, and shifts nothing', async () => {
  const p = await opened();
  assert.equal(await cookie(p), undefined);
  assert.deepEqual(await p.evaluate(() => [localStorage.length, document.cookie]), [0, '']);
  const shift = await p.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.value))).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 200);
      }),
  );
  assert.equal(shift, 0);
  assert.deepEqual(p.faults, []);
  await p.context().close();
});

test('1: another origin is not heard', async () => {
  const p = await opened();
  await p.evaluate((url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url, id: 'evil' })), evil.url);
  const frame = await until(() => p.frames().find((f) => f.url().startsWith(evil.url)), 'the other frame');
  await frame.evaluate((m) => parent.postMessage(m, '*'), theft);
  await frame.evaluate((m) => parent.postMessage(m, '*'), forged('closeWindow'));
  await p.evaluate((m) => postMessage(m, '*'), theft);
  await sleep(300);
  assert.equal(await cookie(p), undefined);
  assert.equal(await p.evaluate(() => window.$chatwoot.isOpen), true);
  await p.context().close();
});

test('2: the right origin from another window is not heard', async () => {
  const p = await opened();
  const src = `${server.url}/widget?website_token=${inbox.website_token}`;
  await p.evaluate((url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url, id: 'twin' })), src);
  const twin = await until(() => p.frames().find((f) => f.url() === src), 'the twin');
  await twin.evaluate((m) => parent.postMessage(m, '*'), theft);
  await twin.evaluate((m) => parent.postMessage(m, '*'), forged('closeWindow'));
  await sleep(300);
  assert.equal(await cookie(p), undefined);
  assert.equal(await p.evaluate(() => window.$chatwoot.isOpen), true);
  await p.context().close();
});

test('3: without a frame nothing is heard and nothing breaks', async () => {
  const p = await visit();
  await ready(p);
  assert.equal(await p.locator('#chatwoot_live_chat_widget').count(), 0);
  for (const message of [theft, forged('toggleBubble'), forged('handleNotificationDot', { unreadMessageCount: 9 }), 'chatwoot-widget:{', forged('__proto__')]) {
    await p.evaluate((m) => postMessage(m, '*'), message);
  }
  await sleep(200);
  assert.equal(await cookie(p), undefined);
  assert.deepEqual(p.faults, []);
  await p.context().close();
});

test('4: the window of its own opens where the page said, whatever a message says', async () => {
  const p = await opened();
  await p.evaluate(() => {
    window.windows = [];
    window.open = (url) => window.windows.push(url);
  });
  const frame = p.frames().find((f) => f.url().startsWith(`${server.url}/widget`));
  const message = forged('popoutChatWindow', { baseUrl: evil.url, data: { baseUrl: evil.url, websiteToken: 'x' } });
  await frame.evaluate(([m, origin]) => parent.postMessage(m, origin), [message, shop.url]);
  const [url] = await until(async () => (await p.evaluate(() => window.windows)).length && p.evaluate(() => window.windows), 'it opened');
  assert.ok(url.startsWith(`${server.url}/widget?website_token=${inbox.website_token}`), url);
  await p.context().close();
});

test('5: a base without a scheme takes the page’s; one that is no web address is refused', async () => {
  const p = await opened(`?base=${encodeURIComponent(server.url.replace('http:', ''))}`);
  const src = await p.locator('#chatwoot_live_chat_widget').getAttribute('src');
  assert.ok(src.startsWith(`${server.url}/widget`), src);
  await p.context().close();
  for (const base of ['javascript:alert(1)//', 'data:text/html,x', 'https://']) {
    const bad = await visit(`?base=${encodeURIComponent(base)}`);
    await until(() => bad.evaluate(() => window.said.some(([name]) => name === 'error')), `refused ${base}`);
    assert.equal(await bad.locator('iframe').count(), 0);
    assert.deepEqual(bad.faults, []);
    await bad.context().close();
  }
});

test('6: what is said goes to one origin, both ways', async () => {
  const p = await opened();
  // Another page in the frame's place hears nothing of what the page tells the chat.
  await p.evaluate((url) => (document.querySelector('#chatwoot_live_chat_widget').src = url), evil.url);
  const frame = await until(() => p.frames().find((f) => f.url().startsWith(evil.url)), 'the other page');
  await frame.waitForFunction(() => window.heard);
  await p.evaluate(() => window.$chatwoot.setUser('7', { email: 'marina@example.com', identifier_hash: 'secret' }));
  await sleep(300);
  assert.deepEqual(await frame.evaluate(() => window.heard), []);
  // A page that names another origin than its own is told nothing.
  const other = await open(browser);
  await other.goto(`${shop.url}/?token=none`);
  const src = `${server.url}/widget?website_token=${inbox.website_token}&origin=${encodeURIComponent('https://bank.example')}`;
  await other.evaluate((url) => document.body.append(Object.assign(document.createElement('iframe'), { src: url })), src);
  const lying = await until(() => other.frames().find((f) => f.url() === src), 'the frame');
  await lying.getByRole('dialog').waitFor();
  await sleep(300);
  assert.deepEqual(await other.evaluate(() => window.heard), []);
  await p.context().close();
  await other.context().close();
});

test('a false proof of identity is refused, and the page is told', async () => {
  const p = await opened();
  await p.evaluate(() => window.$chatwoot.setUser('7', { name: 'Outra Pessoa', identifier_hash: '00'.repeat(32) }));
  await until(() => p.evaluate(() => window.said.some(([name]) => name === 'error')), 'the error');
  const found = await api.get('search?q=Outra%20Pessoa');
  assert.deepEqual(found.payload.contacts, []);
  await p.context().close();
});

test('a page of a domain that is not allowed shows no chat and speaks for nobody', async () => {
  await api.call('PATCH', `inboxes/${inbox.id}`, { channel: { allowed_domains: ['aurora.example'] } });
  const p = await visit();
  await ready(p);
  await p.evaluate(() => window.$chatwoot.toggle('open'));
  await sleep(1000);
  const inside = p.frames().find((f) => f.url().startsWith(`${server.url}/widget`));
  assert.equal(inside, undefined);
  const answer = await fetch(`${server.url}/api/v1/widget/config?website_token=${inbox.website_token}`, {
    method: 'POST',
    headers: { origin: shop.url, 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(answer.status, 403);
  await api.call('PATCH', `inboxes/${inbox.id}`, { channel: { allowed_domains: [] } });
  await p.context().close();
});

test('when the product is down the page sees no error of its own', async () => {
  const p = await visit();
  await ready(p);
  await server.kill();
  await p.locator('.woot-widget-bubble').first().click();
  await p.locator('.woot-widget-bubble').getByText(/Sem conexão/).waitFor();
  assert.equal(await p.evaluate(() => window.$chatwoot.isOpen), false);
  assert.deepEqual(p.faults, []);
  await server.up();
  await sleep(3000);
  await p.locator('.woot-widget-bubble').first().click();
  await p.frameLocator('#chatwoot_live_chat_widget').getByRole('dialog').waitFor();
  await p.context().close();
});
