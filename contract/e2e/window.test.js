// The time to answer: the composer says why no reply can be sent, keeps the note, and opens by itself when the customer writes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, Desk, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

let server, browser, demo, boss;
const w = wordsOf('pt-BR');

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  boss = await signInApi(server.url, demo);
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

test('a reply waits for the customer, a note does not', async () => {
  const inbox = (await boss.get('inboxes')).payload.find((one) => one.channel_type === 'Channel::Api');
  const page = await open(browser);
  await signIn(page, server.url, demo);

  // Set where the inbox is set up.
  await page.goto(`${server.url}/app/accounts/1/settings/inboxes/${inbox.id}/connection`);
  await page.getByLabel(w('api_channel.windowHours')).fill('24');
  await page.keyboard.press('Control+s');
  await until(async () => (await boss.get(`inboxes/${inbox.id}`)).additional_attributes.agent_reply_time_window === 24, 'it is kept');

  const { payload } = await boss.post('contacts', { name: 'Marina Lopes' });
  const talk = await boss.post('conversations', { inbox_id: inbox.id, contact_id: payload.contact.id });
  const desk = new Desk(page);
  await desk.go(server.url, talk.id);
  const why = page.getByRole('note').filter({ hasText: '24' });
  await why.waitFor();
  if (process.env.SHOT) await page.screenshot({ path: `${process.env.SHOT}-closed.png` });
  assert.equal(await page.getByRole('tab', { name: w('composer.reply') }).count(), 0);
  assert.deepEqual(await axe(page), []);
  await desk.composer.click();
  await page.keyboard.type('Ligar amanhã');
  await page.keyboard.press('Enter');
  await desk.message('Ligar amanhã').waitFor();

  await boss.post(`conversations/${talk.id}/messages`, { content: 'Oi, cheguei', message_type: 'incoming' });
  await desk.message('Oi, cheguei').waitFor();
  await why.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: w('composer.reply') }).click();
  await desk.reply('Bom dia, Marina');
  await desk.message('Bom dia, Marina').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
