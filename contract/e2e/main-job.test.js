// A visitor and two agents in three windows: the main job, end to end, also while the server is killed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { Chat, Desk, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';

const RAFAEL = 'rafael@lojaaurora.example';
let server, browser, api, number;
let visitor, chat, helena, rafael, desk, second;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  const { demo } = await bootstrap(server.url);
  api = await signInApi(server.url, demo);
  [visitor, helena, rafael] = await Promise.all([open(browser), open(browser), open(browser)]);
  await signIn(helena, server.url, demo);
  await signIn(rafael, server.url, { email: RAFAEL, password: demo.password });
  [desk, second] = [new Desk(helena), new Desk(rafael)];
  chat = await Chat.visit(visitor, server.url);
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

/** Every message of the conversation that holds the text, read from the API. */
const stored = async (text) => (await api.messages(number)).filter((m) => m.content === text);

test('a visitor writes, both agents see it, one answers', async () => {
  await chat.enter();
  await chat.write('Oi, vocês têm a moringa azul?');
  const found = await until(async () => {
    const { data } = await api.get('conversations?status=open&assignee_type=unassigned');
    // The demo has sixty; the visitor's is the next one.
    return data.payload.find((c) => c.id > 60);
  }, 'the conversation is listed');
  number = found.id;
  await desk.go(server.url, number);
  await second.go(server.url, number);
  await desk.message('Oi, vocês têm a moringa azul?').waitFor();
  await second.message('Oi, vocês têm a moringa azul?').waitFor();
  await desk.reply('Temos! Chegou hoje cedo.');
  await chat.message('Temos! Chegou hoje cedo.').waitFor();
  // Who answers first takes it; it leaves the other agent, who is not a supervisor, until he takes part.
  await second.message('Oi, vocês têm a moringa azul?').waitFor({ state: 'detached' });
  const people = await api.get('agents');
  const { id } = people.find((person) => person.email === RAFAEL);
  await api.post(`conversations/${number}/participants`, { user_ids: [id] });
  await second.go(server.url, number);
  await second.message('Temos! Chegou hoje cedo.').waitFor();
  await chat.write('Que bom, vou querer duas');
  await desk.message('Que bom, vou querer duas').waitFor();
  assert.equal((await stored('Temos! Chegou hoje cedo.')).length, 1);
});

test('each sees that the other types', async () => {
  await chat.box.pressSequentially('Pode ser', { delay: 30 });
  await desk.log.getByText(/digitando|escrevendo/i).waitFor();
  await chat.box.fill('');
  await desk.composer.click();
  await helena.keyboard.type('Claro', { delay: 30 });
  await chat.frame.locator('.typing').waitFor();
  await helena.keyboard.press('Enter');
  await chat.message('Claro').waitFor();
});

test('files go both ways', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQMAAAD+wSzIAAAABlBMVEX///+/v7+jQ3Y5AAAADklEQVQI12P4AIX8EAgALgAD/aNpbtEAAAAASUVORK5CYII',
    'base64',
  );
  await chat.frame.locator('input[type=file]').setInputFiles({ name: 'parede.png', mimeType: 'image/png', buffer: png });
  await until(async () => (await api.messages(number)).some((m) => m.attachments?.length === 1), 'the file arrived');
  await desk.log.locator('img[src*="/files/"]').first().waitFor();
  const text = { name: 'medidas.txt', mimeType: 'text/plain', buffer: Buffer.from('30 cm de altura') };
  await helena.locator('input[type=file]').setInputFiles(text);
  await desk.composer.click();
  await helena.keyboard.type('Seguem as medidas');
  await helena.keyboard.press('Enter');
  await chat.frame.getByText('medidas.txt').waitFor();
  await chat.message('Seguem as medidas').waitFor();
});

test('of two who take a conversation at once, one gets it and the other is told', async () => {
  const queue = await api.get('conversations?place=queue');
  const free = queue.data.payload[0].id;
  await desk.go(server.url, free);
  await second.go(server.url, free);
  const take = (page) => page.getByRole('button', { name: /^Assumir/ }).first();
  await Promise.all([take(helena).waitFor(), take(rafael).waitFor()]);
  // The faster one's click may take the button from under the other's.
  await Promise.all([helena, rafael].map((page) => take(page).click({ timeout: 5000 }).catch(() => {})));
  const owner = await until(async () => (await api.get(`conversations/${free}`)).meta.assignee, 'someone owns it');
  const loser = owner.name.startsWith('Helena') ? rafael : helena;
  await until(() => loser.getByText(owner.name, { exact: false }).first().isVisible(), 'the loser reads who won');
  await take(helena).waitFor({ state: 'detached' });
  await take(rafael).waitFor({ state: 'detached' });
});

test('a snoozed conversation wakes by itself, not before its time', async () => {
  const wake = Math.floor(Date.now() / 1000) + 4;
  await api.post(`conversations/${number}/toggle_status`, { status: 'snoozed', snoozed_until: wake });
  const status = async () => (await api.get(`conversations/${number}`)).status;
  assert.equal(await status(), 'snoozed');
  await until(async () => (await status()) === 'open', 'it woke');
  assert.ok(Date.now() / 1000 >= wake, 'it woke too early');
});

test('a reload keeps what was there', async () => {
  await desk.go(server.url, number);
  await helena.reload();
  await desk.message('Temos! Chegou hoje cedo.').waitFor();
  await visitor.reload();
  await chat.show();
  await chat.enter();
  await chat.message('Temos! Chegou hoje cedo.').waitFor();
});

test('killed with -9 and started again, every window recovers; nothing is lost or doubled', async () => {
  await second.go(server.url, number);
  await server.kill();
  await desk.reply('Escrita enquanto o servidor estava fora');
  await chat.write('Ainda está aí?');
  await desk.message('Escrita enquanto o servidor estava fora').waitFor();
  await chat.message('Ainda está aí?').waitFor();
  await server.up();
  await chat.message('Escrita enquanto o servidor estava fora').waitFor();
  await desk.message('Ainda está aí?').waitFor();
  await second.message('Ainda está aí?').waitFor();
  await second.message('Escrita enquanto o servidor estava fora').waitFor();
  await desk.reply('Voltei!');
  await chat.message('Voltei!').waitFor();
  for (const text of ['Escrita enquanto o servidor estava fora', 'Ainda está aí?', 'Voltei!', 'Claro']) {
    assert.equal((await stored(text)).length, 1, text);
    assert.equal(await desk.message(text).count(), 1, `${text} on the first desk`);
    assert.equal(await second.message(text).count(), 1, `${text} on the second desk`);
  }
});

test('nothing was said on the consoles', () => {
  assert.deepEqual([...visitor.faults, ...helena.faults, ...rafael.faults], []);
});
