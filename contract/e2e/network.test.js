// The line is cut and restored at every step of an agent's work: nothing is lost, nothing is done twice, and what could
// not be done is said.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { Desk, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

const w = wordsOf('pt-BR');
let server, browser, demo, api, page, desk, number, other;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  const { payload } = await api.get('inboxes');
  const site = payload.find((one) => one.channel_type === 'Channel::WebWidget');
  const { data } = await api.get(`conversations?status=open&assignee_type=all&inbox_id=${site.id}`);
  [number, other] = data.payload.map((c) => c.id);
  await api.post(`conversations/${number}/assignments`, { assignee_id: api.user.id });
  page = await open(browser, { permissions: ['microphone'] });
  desk = new Desk(page);
  await signIn(page, server.url, demo);
  await desk.go(server.url, number);
  await desk.composer.waitFor();
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

const bar = () => page.getByText(w('link.off'));
const stored = async (text, where = number) => (await api.messages(where)).filter((m) => m.content === text).length;
const conversation = () => api.get(`conversations/${number}`);

/** Does something without a line, and lets the line come back. */
async function cut(run) {
  await page.context().setOffline(true);
  await bar().waitFor();
  await run();
  await page.context().setOffline(false);
  await bar().waitFor({ state: 'detached' });
}

test('what happens meanwhile is there afterwards, without a reload', async () => {
  await cut(async () => {
    await api.post(`conversations/${number}/messages`, { content: 'Dito sem a outra ver' });
    await api.post(`conversations/${number}/toggle_priority`, { priority: 'high' });
  });
  await desk.message('Dito sem a outra ver').waitFor();
  assert.equal(await desk.message('Dito sem a outra ver').count(), 1);
});

test('a reply, a note and a file wait, say so, and go out once each', async () => {
  await cut(async () => {
    await desk.reply('Resposta sem rede');
    await desk.message('Resposta sem rede').waitFor();
    await desk.log.getByText(w('state.waiting')).or(desk.log.getByLabel(w('state.waiting'))).first().waitFor();
    await page.getByRole('tab', { name: w('composer.private') }).click();
    await desk.composer.click();
    await page.keyboard.type('Nota sem rede');
    await page.keyboard.press('Enter');
    await desk.message('Nota sem rede').waitFor();
    await page.getByRole('tab', { name: w('composer.reply') }).click();
    const text = { name: 'medidas.txt', mimeType: 'text/plain', buffer: Buffer.from('30 cm') };
    await page.locator('input[type=file]').setInputFiles(text);
    assert.equal(await stored('Resposta sem rede'), 0);
  });
  await until(() => stored('Resposta sem rede'), 'the reply arrived');
  await until(() => stored('Nota sem rede'), 'the note arrived');
  const chips = page.getByRole('list', { name: w('file.chosen') });
  await until(async () => (await chips.getByRole('listitem').count()) === 1 && (await chips.locator('progress').count()) === 0, 'the file is up');
  await desk.composer.click();
  await page.keyboard.press('Enter');
  await until(async () => (await api.messages(number)).some((m) => m.attachments?.[0]?.data_url.includes('medidas')), 'the file arrived');
  assert.deepEqual([await stored('Resposta sem rede'), await stored('Nota sem rede')], [1, 1]);
  assert.equal((await api.messages(number)).find((m) => m.content === 'Nota sem rede').private, true);
});

test('a draft that was written without a line is kept', async () => {
  await cut(async () => {
    await desk.composer.click();
    await page.keyboard.type('Metade de uma fra');
  });
  await until(async () => JSON.stringify(await api.get(`conversations/${number}/draft_messages`)).includes('Metade de uma fra'), 'the server has it');
  await page.reload();
  await until(async () => /Metade de uma fra/.test(await desk.composer.innerText()), 'it is there after a reload');
  await desk.composer.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
});

const ACTS = [
  ['a priority', () => choice('p', w('priority.urgent')), (c) => c.priority === 'urgent'],
  ['a label', () => choice('l', ''), (c) => c.labels.length > 0],
  ['an assignment', () => choice('a', 'Otávio'), (c) => c.meta.assignee?.name.startsWith('Otávio')],
  ['resolving', () => page.keyboard.press('e'), (c) => c.status === 'resolved'],
];

test('what is done without a line is taken back and said, and works with one', async () => {
  await api.post(`conversations/${number}/labels`, { labels: [] });
  await away();
  await cut(async () => {
    for (const [, act] of ACTS) {
      await act();
      await page.getByRole('alert').filter({ hasText: w('error.offline') }).first().waitFor();
      await closeNotices();
      await away();
    }
  });
  const untouched = await conversation();
  for (const [what, act, check] of ACTS) {
    assert.ok(!check(untouched), what);
    await act();
    await until(async () => check(await conversation()), what);
    await away();
  }
  await page.getByRole('button', { name: w('action.reopen') }).click();
  await until(async () => (await conversation()).status === 'open', 'it is open again');
});

test('a reply whose answer is lost on the way is there once', async () => {
  let cutOff = 0;
  // The server has heard it and says so; nobody hears the server.
  const lose = async (route) => {
    if (route.request().method() !== 'POST' || cutOff > 0) return route.fallback();
    cutOff += 1;
    await route.fetch();
    return route.abort('connectionreset');
  };
  await page.route(/conversations\/\d+\/messages/, lose);
  await desk.reply('Chegou uma vez só');
  await until(() => cutOff === 1, 'the answer was lost');
  await until(() => stored('Chegou uma vez só'), 'the server has it');
  await page.unroute(/conversations\/\d+\/messages/, lose);
  await desk.reply('E a seguinte');
  await until(() => stored('E a seguinte'), 'the next one arrived');
  await until(async () => (await page.locator('[role=log]').getByLabel(w('state.waiting')).count()) === 0, 'nothing waits');
  assert.deepEqual([await stored('Chegou uma vez só'), await desk.message('Chegou uma vez só').count()], [1, 1]);
});

/** Leaves whatever is open and stands on the page. */
async function away() {
  for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
  await page.locator('[role=dialog]').waitFor({ state: 'detached' });
  await page.locator('[data-pane=details]').waitFor();
}

async function closeNotices() {
  const close = page.getByRole('region', { name: 'Avisos' }).getByRole('button', { name: 'Fechar' });
  while (await close.count()) await close.first().click();
}

/** Opens a list of choices by its key and takes one. */
async function choice(key, text) {
  await page.keyboard.press(key);
  const search = page.locator('[role=dialog] [role=combobox]');
  await search.waitFor();
  if (text) await search.fill(text);
  await page.locator('[role=dialog] [role=option]').first().click();
}

test('a conversation that is opened without a line comes with it', async () => {
  await cut(async () => {
    await desk.row(other).click();
  });
  await until(() => page.url().endsWith(`/conversations/${other}`), 'it is opened');
  const text = (await api.messages(other)).findLast((m) => m.content && !m.private && m.message_type < 2).content.split('\n')[0];
  await desk.log.getByText(text.slice(0, 30)).first().waitFor();
});

test('voice that was recorded without a line is sent once', async () => {
  await page.getByRole('button', { name: w('voice.start') }).click();
  const group = page.getByRole('group', { name: w('voice.group'), exact: true });
  await group.getByText(/^0:0[1-9]$/).waitFor();
  await cut(async () => {
    await group.getByRole('button', { name: w('composer.send'), exact: true }).click();
    await group.waitFor({ state: 'detached' });
  });
  const spoken = async () => (await api.messages(other)).filter((m) => m.attachments?.[0]?.meta?.voice && m.message_type === 1);
  await until(async () => (await spoken()).length > 0, 'the voice arrived');
  await desk.reply('Ouviu o áudio?');
  await until(() => stored('Ouviu o áudio?', other), 'the next one arrived');
  assert.equal((await spoken()).length, 1);
});

test('the page itself is loaded anew without a line, and comes back', async () => {
  // The service worker keeps the app's own files for this.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await desk.log.waitFor();
  await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null), 'the worker has the page');
  await page.context().setOffline(true);
  await page.reload();
  await page.locator('#app > *').first().waitFor();
  await page.context().setOffline(false);
  await desk.log.waitFor();
  assert.deepEqual(page.faults, []);
});
