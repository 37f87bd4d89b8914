// An inbox is made step by step and tried, its settings follow every letter and ask before they are lost; notes reach other windows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, Chat, launch, open, PHONE, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';

let server, browser, api, page, demo, base;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  page = await open(browser);
  await signIn(page, server.url, demo);
  base = `${server.url}/app/accounts/${api.account}`;
});

after(async () => {
  assert.deepEqual(page?.faults, []);
  await browser?.close();
  await server?.remove();
});

const next = (name) => page.getByRole('button', { name, exact: true });
const heading = (name) => page.getByRole('heading', { level: 2, name });
const preview = () => page.frameLocator('iframe[src*="preview=1"]');

test('an inbox is made in four steps with its chat beside them, and answers on the page to try it', async () => {
  await page.goto(`${base}/settings/inboxes/new`);
  await heading('Onde seus clientes falam com você?').waitFor();
  await next('Continuar').press('Enter');
  await heading('Como ela se apresenta?').waitFor();
  await next('Continuar').click();
  await page.getByText('Escreva o nome').waitFor();
  await page.getByLabel('Nome', { exact: true }).fill('Chat da loja');
  await page.getByLabel('Saudação').fill('Oi! Vamos conversar?');
  await preview().getByRole('heading', { name: 'Oi! Vamos conversar?' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await next('Continuar').click();
  await heading('Quem atende nesta caixa?').waitFor();
  await next('Voltar').click();
  assert.equal(await page.getByLabel('Saudação').inputValue(), 'Oi! Vamos conversar?');
  await next('Continuar').click();
  await next('Criar caixa de entrada').click();
  await heading('A caixa de entrada está pronta').waitFor();
  assert.deepEqual(await axe(page), []);
  const made = (await api.get('inboxes')).payload.find((one) => one.name === 'Chat da loja');
  assert.equal(made.welcome_title, 'Oi! Vamos conversar?');
  const members = (await api.get(`inbox_members/${made.id}`)).payload.map((one) => one.id);
  assert.deepEqual(members, [api.user.id]);

  const [tried] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Abrir página de teste' }).click()]);
  const chat = new Chat(tried);
  await chat.show();
  await chat.frame.getByText('Oi! Vamos conversar?').waitFor();
  await chat.frame.getByRole('button', { name: 'Começar conversa' }).click();
  await chat.write('Cheguei pela página de teste');
  await until(async () => (await api.get(`conversations?inbox_id=${made.id}`)).data.payload.length === 1, 'it reaches the team');
  await tried.close();
});

test('settings follow every letter, count what changed, ask before it is lost, and save by keys', async () => {
  const inbox = (await api.get('inboxes')).payload.find((one) => one.website_token);
  await page.goto(`${base}/settings/inboxes/${inbox.id}/look`);
  const title = page.getByLabel('Título');
  await title.fill('Olá! Precisa de ajuda?');
  await preview().getByRole('heading', { name: 'Olá! Precisa de ajuda?' }).waitFor();
  await page.getByText('1 mudança por salvar').waitFor();
  await page.getByRole('link', { name: 'Marcadores' }).click();
  await page.getByRole('button', { name: 'Continuar aqui' }).click();
  assert.equal(await title.inputValue(), 'Olá! Precisa de ajuda?');
  await title.press('Control+s');
  await until(async () => (await api.get(`inboxes/${inbox.id}`)).welcome_title === 'Olá! Precisa de ajuda?', 'it is saved');
  await page.getByRole('link', { name: 'Marcadores' }).click();
  await page.getByRole('heading', { level: 1, name: 'Marcadores' }).waitFor();
});

test('a note shows at once in another window, and goes there too', async () => {
  const number = (await api.get('conversations?status=open&assignee_type=me')).data.payload[0].id;
  const other = await open(browser);
  await signIn(other, server.url, demo);
  for (const one of [page, other]) {
    await one.goto(`${base}/all/conversations/${number}`);
    await one.locator('[data-pane=details]').getByText('Escrever nota').first().waitFor();
  }
  const note = await api.post(`conversations/${number}/notes`, { content: 'Ligar antes de sexta' });
  for (const one of [page, other]) await one.getByText('Ligar antes de sexta').waitFor();
  await api.call('DELETE', `conversations/${number}/notes/${note.id}`);
  for (const one of [page, other]) await one.getByText('Ligar antes de sexta').waitFor({ state: 'detached' });
  await other.context().close();
});

test('a page of a feature opens by its own address, on a phone too', async () => {
  const phone = await open(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(phone, server.url, demo);
  await phone.goto(`${base}/notifications`);
  await phone.getByRole('heading', { name: 'Avisos' }).waitFor();
  assert.equal(new URL(phone.url()).pathname, `/app/accounts/${api.account}/notifications`);
  await phone.context().close();
});
