// A customer on a phone: finds nobody, leaves a message, speaks, is answered over a cut line, and rates how it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, launch, open, PHONE, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';

let server, browser, api, inbox;
const phone = { viewport: PHONE, hasTouch: true, isMobile: true };

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  const { demo } = await bootstrap(server.url);
  api = await signInApi(server.url, demo);
  inbox = (await api.get('inboxes')).payload.find((i) => i.website_token);
  await api.patch(`inboxes/${inbox.id}`, { csat_survey_enabled: true });
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

const chat = async (options = {}, locale = 'pt-BR') => {
  const p = await open(browser, { ...phone, ...options });
  await p.goto(`${server.url}/widget?website_token=${inbox.website_token}&locale=${locale}`);
  return p;
};
const newest = async () => (await api.get('conversations?status=all')).data.payload[0];

test('who finds nobody leaves a message once, whatever the line does, and rates how it was', async () => {
  const p = await chat();
  await p.getByRole('button', { name: 'Começar conversa' }).tap();
  await p.getByRole('button', { name: 'Enviar mensagem' }).tap();
  await p.getByText('Preencha: Seu e-mail').waitFor();
  await p.getByLabel('Seu e-mail').fill('marina@exemplo.com.br');
  await p.getByLabel('Mensagem').fill('O copo chegou lascado');
  await p.context().setOffline(true);
  await p.getByRole('button', { name: 'Enviar mensagem' }).tap();
  await p.getByText('O copo chegou lascado').waitFor();
  await p.context().setOffline(false);
  const c = await until(async () => {
    const found = await newest();
    return found.meta.sender.email === 'marina@exemplo.com.br' && found;
  }, 'the conversation');
  const said = (await api.get(`conversations/${c.id}/messages`)).payload.filter((m) => m.content === 'O copo chegou lascado');
  assert.equal(said.length, 1);

  await api.post(`conversations/${c.id}/messages`, { content: 'O novo sai hoje' });
  await p.getByText('O novo sai hoje').waitFor();
  await api.post(`conversations/${c.id}/toggle_status`, { status: 'resolved' });
  await p.getByRole('radio', { name: 'Bom' }).check();
  await p.getByLabel('O que pesou mais?').fill('Resposta rápida');
  await p.getByRole('button', { name: 'Enviar avaliação' }).tap();
  await p.getByText('Agradecemos a avaliação').waitFor();
  const rated = await until(async () => (await api.get(`conversations/${c.id}/csat`)).payload.find((s) => s.feedback_message), 'the answer');
  assert.deepEqual([rated.rating, rated.feedback_message], [4, 'Resposta rápida']);
  assert.deepEqual(p.faults, []);
  await p.context().close();
});

test('what is being written stays over a change of the page', async () => {
  await api.patch(`inboxes/${inbox.id}`, { channel: { offline_form_enabled: false } });
  const p = await chat();
  await p.getByRole('button', { name: 'Começar conversa' }).tap();
  await p.getByPlaceholder('Escreva sua mensagem').fill('metade de uma fra');
  await p.reload();
  await p.getByRole('button', { name: 'Começar conversa' }).tap();
  assert.equal(await p.getByPlaceholder('Escreva sua mensagem').inputValue(), 'metade de uma fra');
  await p.context().close();
});

test('the form asks by keyboard alone, in three languages and both themes, and axe finds nothing', async () => {
  await api.patch(`inboxes/${inbox.id}`, { channel: { pre_chat_form_enabled: true } });
  for (const [locale, begin, colorScheme] of [
    ['pt-BR', 'Começar conversa', 'light'],
    ['en', 'Start a conversation', 'dark'],
    ['es', 'Iniciar conversación', 'dark'],
  ]) {
    const p = await chat({ viewport: { width: 380, height: 640 }, hasTouch: false, isMobile: false, colorScheme, locale }, locale);
    await p.getByRole('button', { name: begin }).focus();
    await p.keyboard.press('Enter');
    await p.locator('form input').first().waitFor();
    assert.deepEqual(await axe(p), [], locale);
    await p.context().close();
  }
});
