// @productdevbook/chatwoot, the Vue plugin around sdk.js, on a shop's own page in a real browser: each of its calls, and
// what the desk then holds.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launch, open, until } from '../lib/browser.js';
import { stage } from './lib.js';

const packages = new URL('./node_modules/', import.meta.url);
const page = (token, baseUrl) => `<!doctype html><html lang="pt-BR"><title>Loja</title>
<script type="importmap">${JSON.stringify({
  imports: { vue: '/vue/dist/vue.esm-browser.prod.js', defu: '/defu/dist/defu.mjs', '@productdevbook/chatwoot/vue': '/@productdevbook/chatwoot/dist/runtime/vue/index.js' },
})}</script>
<div id="app"></div>
<script type="module">
  import { createApp, h } from 'vue';
  import { createChatWoot, useChatWoot } from '@productdevbook/chatwoot/vue';
  const Shop = { setup() { window.chat = useChatWoot(); return () => h('p', window.chat.isModalVisible.value ? 'aberto' : 'fechado'); } };
  createApp(Shop).use(createChatWoot({ init: ${JSON.stringify({ websiteToken: token, baseUrl })}, settings: { locale: 'pt_BR', position: 'left', launcherTitle: 'Fale com a loja' } })).mount('#app');
</script>`;

let desk, shop, browser, inbox;
before(async () => {
  desk = await stage();
  inbox = await desk.api('POST', 'inboxes', { name: 'Loja', channel: { type: 'web_widget', website_url: 'https://loja.example' } });
  await desk.api('POST', 'labels', { title: 'vip' });
  shop = createServer((request, response) => {
    if (request.url === '/') return response.setHeader('content-type', 'text/html').end(page(inbox.website_token, desk.url));
    const path = new URL(request.url.slice(1), packages);
    if (!path.href.startsWith(packages.href)) return response.writeHead(404).end();
    readFile(path).then(
      (body) => response.setHeader('content-type', 'text/javascript').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => shop.listen(0, '127.0.0.1', resolve));
  await desk.api('PATCH', `inboxes/${inbox.id}`, { channel: { website_url: `http://127.0.0.1:${shop.address().port}` } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  shop?.close();
  await desk?.remove();
});

test('every call of the plugin reaches the chat and the desk', async () => {
  const visitor = await open(browser);
  await visitor.goto(`http://127.0.0.1:${shop.address().port}/`);
  // As a page does, before anything is loaded: the plugin waits for the chat to be ready.
  await visitor.waitForFunction(() => window.chat);
  await visitor.evaluate(() => {
    chat.setUser('cliente-7', { name: 'Marina Lopes', email: 'marina@x.example', phone_number: '+5511987654321' });
    chat.setCustomAttributes({ plano: 'ouro', cidade: 'Recife' });
    chat.setLocale('pt_BR');
    chat.toggle('open');
  });
  await visitor.waitForFunction(() => window.$chatwoot?.hasLoaded && window.$chatwoot.isOpen);
  await visitor.getByText('aberto').waitFor();
  assert.equal(await visitor.locator('.woot--bubble-holder, .woot-widget-bubble').first().isVisible(), true);

  const frame = visitor.frameLocator('#chatwoot_live_chat_widget');
  await frame.locator('.panel').waitFor();
  await frame.locator('.main-button, .card .line').first().click();
  await frame.locator('textarea').fill('Tem moringa azul?');
  const form = frame.locator('form button[type=submit]');
  if (await form.count()) await form.click();
  else await frame.locator('textarea').press('Enter');
  const talk = await until(async () => (await desk.api('GET', 'conversations?status=all')).data.payload[0], 'the conversation is there');
  assert.equal(talk.inbox_id, inbox.id);

  await visitor.evaluate(() => {
    chat.setConversationCustomAttributes({ pedido: '4471' });
    chat.setLabel('vip');
    chat.deleteCustomAttribute('cidade');
  });
  const now = () => desk.api('GET', `conversations/${talk.id}`);
  await until(async () => (await now()).labels.includes('vip'), 'the label is on it');
  await until(async () => (await now()).custom_attributes.pedido === '4471', 'its attribute is kept');
  const person = await until(async () => {
    const { payload } = await desk.api('GET', `contacts/${talk.meta.sender.id}`);
    return payload.custom_attributes.cidade === undefined && payload.custom_attributes.plano === 'ouro' && payload;
  }, 'one attribute of the person is kept and one is gone');
  assert.equal(person.name, 'Marina Lopes');
  await visitor.evaluate(() => chat.removeLabel('vip'));
  await until(async () => !(await now()).labels.includes('vip'), 'the label is off again');

  await visitor.evaluate(() => chat.toggle('close'));
  await visitor.getByText('fechado').waitFor();
  await visitor.evaluate(() => chat.toggleBubbleVisibility('hide'));
  await visitor.locator('.woot-widget-bubble').first().waitFor({ state: 'hidden' });
  await visitor.evaluate(() => chat.toggleBubbleVisibility('show'));
  await visitor.locator('.woot-widget-bubble').first().waitFor({ state: 'visible' });
  const [popped] = await Promise.all([visitor.context().waitForEvent('page'), visitor.evaluate(() => chat.popoutChatWindow())]);
  assert.match(popped.url(), /\/widget\?/);
  await popped.close();

  // The person leaves: what comes next is somebody else's.
  await visitor.evaluate(() => chat.reset());
  await until(async () => !(await visitor.context().cookies()).some((one) => one.name === 'cw_conversation'), 'the browser knows nobody');
  assert.deepEqual(visitor.faults, []);
});
