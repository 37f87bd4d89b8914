// A customer on a phone, from the first word to the last, with an agent at the other end: the form, the chat, a file,
// voice both ways, ending it, rating it, and finding it again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, Chat, Desk, launch, open, PHONE, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

const w = wordsOf('pt-BR');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQMAAAD+wSzIAAAABlBMVEX///+/v7+jQ3Y5AAAADklEQVQI12P4AIX8EAgALgAD/aNpbtEAAAAASUVORK5CYII',
  'base64',
);
let server, browser, api, helena, desk, phone, chat, frame, number;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required');
  const { demo } = await bootstrap(server.url);
  api = await signInApi(server.url, demo);
  const inbox = (await api.get('inboxes')).payload.find((one) => one.website_token);
  await api.patch(`inboxes/${inbox.id}`, {
    csat_survey_enabled: true,
    channel: {
      pre_chat_form_enabled: true,
      pre_chat_form_options: {
        pre_chat_fields: [
          { name: 'fullName', type: 'text', field_type: 'standard', label: 'Seu nome', required: true, enabled: true },
          { name: 'emailAddress', type: 'email', field_type: 'standard', label: 'Seu e-mail', required: true, enabled: true },
        ],
      },
    },
  });
  // Somebody is there, so that the chat is a chat.
  helena = await open(browser, { permissions: ['microphone'] });
  await signIn(helena, server.url, demo);
  desk = new Desk(helena);
  phone = await open(browser, { viewport: PHONE, hasTouch: true, isMobile: true, permissions: ['microphone'] });
  chat = await Chat.visit(phone, server.url);
  frame = chat.frame;
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

/** Nothing is wider than the phone, and axe finds nothing. */
async function fits(what) {
  const inside = phone.frames().find((f) => f.url().includes('/widget'));
  assert.deepEqual(await axe(inside), [], what);
  const wide = await inside.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${what}: ${wide} px too wide`);
}
const messages = () => api.messages(number);

/** Plays a voice message, and waits until it is heard. */
async function plays(where, play) {
  await play.click();
  const audio = where.locator('audio').last();
  await until(() => audio.evaluate((one) => one.error === null && one.currentTime > 0.2), 'it plays');
  assert.equal(await audio.evaluate((one) => one.error), null);
}

test('the form asks who it is, and says what is wrong', async () => {
  await frame.getByText('Equipe disponível').waitFor();
  await fits('home');
  await frame.getByRole('button', { name: 'Começar conversa' }).tap();
  await frame.getByLabel('Seu nome').fill('Marina Prado');
  await frame.getByLabel('Seu e-mail').fill('marina@');
  await frame.locator('button[type=submit], form .main-button').last().tap();
  await frame.getByText('Confira o e-mail', { exact: false }).waitFor();
  await fits('form');
  await frame.getByLabel('Seu e-mail').fill('marina.prado@exemplo.com.br');
  await frame.locator('button[type=submit], form .main-button').last().tap();
  await chat.box.waitFor();
});

test('what is written arrives at the desk, with who wrote it, and the answer comes back', async () => {
  await chat.box.fill('O copo chegou lascado');
  await frame.getByRole('button', { name: 'Enviar mensagem' }).tap();
  const found = await until(async () => {
    const { data } = await api.get('conversations?status=open&assignee_type=all');
    return data.payload.find((c) => c.meta.sender.email === 'marina.prado@exemplo.com.br');
  }, 'the conversation');
  number = found.id;
  assert.equal(found.meta.sender.name, 'Marina Prado');
  await desk.go(server.url, number);
  await desk.message('O copo chegou lascado').waitFor();
  await desk.reply('Que pena! Manda uma foto?');
  await chat.message('Que pena! Manda uma foto?').waitFor();
  await fits('chat');
});

test('a photo of the customer opens on both sides', async () => {
  await frame.locator('input[type=file]').setInputFiles({ name: 'copo.png', mimeType: 'image/png', buffer: PNG });
  await helena.getByRole('button', { name: w('file.open_image', { name: 'copo.png' }) }).click();
  await helena.getByRole('dialog', { name: 'copo.png' }).waitFor();
  await helena.keyboard.press('Escape');
  await frame.getByRole('button', { name: 'Abrir a foto copo.png' }).tap();
  await frame.getByRole('button', { name: 'Fechar a foto' }).waitFor();
  await fits('picture');
  await frame.getByRole('button', { name: 'Fechar a foto' }).tap();
});

test('voice of the customer has its wave, and plays on both sides', async () => {
  await frame.getByRole('button', { name: 'Gravar mensagem de voz' }).tap();
  await frame.getByRole('timer').getByText(/^0:0[1-9]$/).waitFor();
  assert.ok((await frame.locator('.voice rect').count()) > 3, 'a wave while recording');
  await fits('recording');
  await frame.getByRole('button', { name: 'Enviar mensagem de voz' }).tap();
  const spoken = await until(async () => (await messages()).find((m) => m.message_type === 0 && m.attachments?.[0]?.meta?.voice), 'the voice arrived');
  const { peaks } = spoken.attachments[0].meta;
  assert.equal(peaks.length, 64);
  assert.ok(peaks.some((one) => one > 0), 'the fake microphone beeps');
  await helena.getByRole('slider', { name: w('audio.position') }).last().waitFor();
  await plays(desk.log, helena.getByRole('button', { name: w('audio.play') }).last());
  await plays(frame, frame.getByRole('button', { name: 'Ouvir a mensagem de voz' }).last());
});

test('voice of the agent has its wave, and plays on both sides', async () => {
  await helena.getByRole('button', { name: w('voice.start') }).click();
  const bar = helena.getByRole('group', { name: w('voice.group'), exact: true });
  await bar.getByText(/^0:0[1-9]$/).waitFor();
  await bar.getByRole('button', { name: w('composer.send'), exact: true }).click();
  const spoken = await until(async () => (await messages()).find((m) => m.message_type === 1 && m.attachments?.[0]?.meta?.voice), 'the voice arrived');
  assert.ok(spoken.attachments[0].meta.peaks.some((one) => one > 0));
  await until(async () => (await frame.locator('.player').count()) === 2, 'the customer has it');
  assert.ok((await frame.locator('.player').last().locator('rect').count()) >= 32, 'with its wave');
  await plays(frame, frame.getByRole('button', { name: 'Ouvir a mensagem de voz' }).last());
  await until(async () => (await helena.getByRole('slider', { name: w('audio.position') }).count()) === 2, 'the desk has both');
  await plays(desk.log, helena.getByRole('button', { name: w('audio.play') }).last());
});

test('the customer ends it, rates it, and reads it again among the past ones', async () => {
  await frame.getByRole('button', { name: 'Mais opções' }).tap();
  await fits('menu');
  await frame.getByRole('menuitem', { name: 'Encerrar conversa' }).tap();
  await frame.getByRole('alertdialog').waitFor();
  await fits('asked whether to end');
  await frame.getByRole('alertdialog').getByRole('button', { name: 'Encerrar conversa' }).tap();
  await until(async () => (await api.get(`conversations/${number}`)).status === 'resolved', 'it is resolved');
  await helena.getByText(/Marina Prado encerrou a conversa/).first().waitFor();
  const best = frame.getByRole('radio', { name: 'Ótimo' });
  await best.waitFor();
  await fits('rating');
  await best.tap();
  await frame.getByLabel('O que pesou mais?').fill('Rápido e gentil');
  await frame.getByRole('button', { name: 'Enviar avaliação' }).tap();
  await frame.getByText('Agradecemos a avaliação').waitFor();
  const rated = await until(async () => (await api.get(`conversations/${number}/csat`)).payload.find((one) => one.feedback_message), 'the rating');
  assert.deepEqual([rated.rating, rated.feedback_message], [5, 'Rápido e gentil']);

  await frame.getByRole('button', { name: 'Começar outra' }).tap();
  await chat.box.fill('Agora é sobre outro pedido');
  await frame.getByRole('button', { name: 'Enviar mensagem' }).tap();
  await chat.message('Agora é sobre outro pedido').waitFor();
  await frame.getByRole('button', { name: 'Voltar' }).tap();
  await frame.getByRole('button', { name: 'Ver todas' }).tap();
  await frame.getByRole('heading', { name: 'Suas conversas' }).waitFor();
  await until(async () => (await frame.locator('li .row').count()) === 2, 'both are listed');
  await fits('past conversations');
  await frame.locator('li .row').last().tap();
  await chat.message('O copo chegou lascado').waitFor();
  await chat.message('Que pena! Manda uma foto?').waitFor();
  assert.deepEqual([...phone.faults, ...helena.faults], []);
});
