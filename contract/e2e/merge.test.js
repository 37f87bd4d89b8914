// Two conversations of a customer become one: the desk follows, their chat goes on in it; others are linked and stay two.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, Desk, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';

let server, browser, api, inbox, page, desk, demo;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  inbox = (await api.get('inboxes')).payload.find((one) => one.website_token);
  await api.patch(`inboxes/${inbox.id}`, { channel: { offline_form_enabled: false } });
  page = await open(browser);
  await signIn(page, server.url, demo);
  desk = new Desk(page);
});

after(async () => {
  assert.deepEqual(page?.faults, []);
  await browser?.close();
  await server?.remove();
});

/** A visitor with two conversations, the first of them on the screen of their chat. */
async function two(words) {
  const visitor = await open(browser, { viewport: { width: 400, height: 700 } });
  let token;
  visitor.on('request', (asked) => (token = asked.headers()['x-auth-token'] ?? token));
  await visitor.goto(`${server.url}/widget?website_token=${inbox.website_token}&locale=pt-BR`);
  await visitor.getByRole('button', { name: 'Começar conversa' }).click();
  await visitor.getByPlaceholder('Escreva sua mensagem').fill(words);
  await visitor.keyboard.press('Enter');
  const mine = await until(async () => {
    const [newest] = (await api.get('conversations?status=all')).data.payload;
    const said = (await api.get(`conversations/${newest.id}/messages`)).payload;
    return said.some((m) => m.content === words) && newest;
  }, 'it arrives');
  const begun = await fetch(`${server.url}/api/v1/widget/conversations?website_token=${inbox.website_token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-auth-token': token },
    body: JSON.stringify({ message: { content: `${words} E a nota?` } }),
  });
  assert.ok(begun.ok, await begun.clone().text());
  const other = (await api.get('conversations?status=all')).data.payload[0];
  assert.notEqual(other.id, mine.id);
  return { visitor, mine: mine.id, other: other.id };
}

/** What axe finds in a part of the page, in light and in dark. */
async function found(part) {
  const light = await axe(page, undefined, part);
  const turn = (dark) => page.evaluate((on) => {
    document.documentElement.classList.toggle('dark', on);
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  }, dark);
  await turn(true);
  const dark = await axe(page, ['color-contrast'], part);
  await turn(false);
  return [...light, ...dark];
}

async function openMerge() {
  await page.getByRole('button', { name: 'Mais ações' }).click();
  await page.getByRole('menuitem', { name: 'Unir com outra conversa…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Unir com outra conversa…' });
  await dialog.getByRole('checkbox').first().waitFor();
  return dialog;
}

test('two become one in front of the agent and of the customer, and the old number leads there', async () => {
  const { visitor, mine, other } = await two('Cadê meu pedido?');
  await desk.go(server.url, mine);
  const dialog = await openMerge();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('radio', { name: `#${other}` }).check({ force: true });
  await dialog.getByText(`As mensagens de todas ficam na #${other}`).waitFor();
  assert.deepEqual(await found('[role=dialog]'), []);
  await dialog.getByRole('button', { name: `Unir na #${other}` }).click();
  await page.waitForURL(`**/all/conversations/${other}`);
  await desk.message('Cadê meu pedido? E a nota?').waitFor();
  const order = await desk.log.innerText();
  assert.ok(order.indexOf('Cadê meu pedido?') < order.indexOf('E a nota?'));
  await desk.log.getByText(`Você uniu a esta a conversa #${mine}`).waitFor();
  await until(async () => (await desk.row(mine).count()) === 0, 'it has left the list');
  assert.equal(await desk.row(other).count(), 1);

  // The customer goes on where they are, and hears what is answered.
  await visitor.getByText('Cadê meu pedido? E a nota?').waitFor();
  await visitor.getByPlaceholder('Escreva sua mensagem').fill('Obrigada, e o prazo?');
  await visitor.keyboard.press('Enter');
  await desk.message('Obrigada, e o prazo?').waitFor();
  await desk.reply('Chega na sexta');
  await visitor.getByText('Chega na sexta').waitFor();
  assert.deepEqual(visitor.faults, []);

  await desk.go(server.url, mine);
  await page.waitForURL(`**/conversations/${other}`);
  await desk.message('Chega na sexta').waitFor();
  await assert.rejects(api.post(`conversations/${mine}/toggle_status`, { status: 'resolved' }), /409.*#\d+/s);
  await visitor.context().close();
});

test('who has the one open that goes, or the one that stays, sees it happen', async () => {
  const { visitor, mine, other } = await two('Troco o tamanho?');
  const second = await open(browser);
  await signIn(second, server.url, demo);
  const kept = new Desk(second);
  await kept.go(server.url, other);
  await desk.go(server.url, mine);
  await api.post(`conversations/${other}/merge`, { conversation_ids: [mine] });
  await page.waitForURL(`**/conversations/${other}`);
  await kept.message('Troco o tamanho?').waitFor();
  await desk.message('Troco o tamanho?').waitFor();
  assert.deepEqual(second.faults, []);
  await second.context().close();
  await visitor.context().close();
});

test('others are linked by number or from the contact, shown on both, and taken apart', async () => {
  const { visitor, mine, other } = await two('Qual o frete?');
  const strange = (await api.get('conversations?status=all&page=2')).data.payload[0];
  await desk.go(server.url, mine);
  const details = page.locator('[data-pane=details]');
  const panel = details.locator('[data-section=related-related]');
  await panel.getByRole('button', { name: 'Relacionar conversa' }).click();
  await panel.getByRole('combobox').fill(String(strange.id));
  await page.getByRole('option', { name: `#${strange.id} ` }).first().click();
  await panel.getByRole('link', { name: `#${strange.id}` }).waitFor();
  await panel.getByRole('button', { name: 'Relacionar conversa' }).click();
  await panel.getByRole('combobox').click();
  await page.getByRole('option', { name: `#${other} ` }).first().click();
  await panel.getByRole('link', { name: `#${other}` }).waitFor();
  assert.deepEqual(await found('[data-pane=details]'), []);
  await panel.getByRole('link', { name: `#${strange.id}` }).click();
  await page.waitForURL(`**/conversations/${strange.id}`);
  await panel.getByRole('link', { name: `#${mine}` }).waitFor();
  await panel.getByRole('button', { name: `Desfazer a relação com a #${mine}` }).click();
  await panel.getByText('Nenhuma conversa relacionada').waitFor();
  const left = (await api.get(`conversations/${mine}/related`)).payload.map((c) => c.id);
  assert.deepEqual(left, [other]);
  await visitor.context().close();
});

test('the palette merges too', async () => {
  const { visitor, mine } = await two('Vocês abrem sábado?');
  await desk.go(server.url, mine);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').first().fill('unir');
  await page.getByRole('option', { name: /Unir com outra conversa/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Unir com outra conversa…' });
  await dialog.getByRole('checkbox').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await visitor.context().close();
});
