// A thread and its composer: what is done to messages and how they are written, by mouse, by keys and by touch, in
// three languages; on two devices, without a network, and with a microphone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { atRest, axe, Desk, launch, open, PHONE, signIn, speak, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { LOCALES, wordsOf } from '../lib/words.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAQMAAAD+wSzIAAAABlBMVEX///+/v7+jQ3Y5AAAADklEQVQI12P4AIX8EAgALgAD/aNpbtEAAAAASUVORK5CYII',
  'base64',
);

let server, browser, api, demo, pool;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  const { payload } = await api.get('inboxes');
  const inbox = payload.find((one) => one.channel_type === 'Channel::WebWidget');
  pool = (await api.get(`conversations?status=open&assignee_type=all&inbox_id=${inbox.id}`)).data.payload;
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

/** One of the shop's conversations, now Helena's, with a few messages of hers at its end. */
async function conversation(texts = ['Oi!', 'Chegou o pedido?']) {
  const { id } = pool.shift();
  await api.post(`conversations/${id}/assignments`, { assignee_id: api.user.id });
  for (const content of texts) await api.post(`conversations/${id}/messages`, { content });
  return id;
}

/** A window in a language; nothing may be said on its console as an error. */
async function window(locale, options = {}) {
  const page = await open(browser, { locale, permissions: ['microphone'], ...options });
  await signIn(page, server.url, demo);
  await speak(page, locale);
  return page;
}
const last = (page) => page.locator('[data-message]').last();
const clean = async (page) => assert.deepEqual(page.faults, []);

for (const locale of LOCALES) {
  const w = wordsOf(locale);

  test(`${locale}, by mouse: react, answer, edit, forward, delete`, async () => {
    const page = await window(locale);
    const desk = new Desk(page);
    const [here, there] = [await conversation(), await conversation(['x'])];
    await desk.go(server.url, here);
    await desk.message('Chegou o pedido?').waitFor();
    await last(page).hover();
    await page.getByRole('button', { name: w('react.add') }).click();
    await page.getByRole('button', { name: w('react.with', { emoji: '❤️' }) }).click();
    await until(async () => (await api.messages(here)).at(-1).reactions?.[0]?.emoji === '❤️', 'the reaction is stored');

    await last(page).hover();
    await page.getByRole('button', { name: w('message.quote') }).click();
    await page.keyboard.type('Chegou sim');
    await page.getByRole('button', { name: w('composer.send'), exact: true }).click();
    await until(async () => (await api.messages(here)).some((m) => m.content === 'Chegou sim' && m.content_attributes.in_reply_to), 'the answer quotes');

    await last(page).click({ button: 'right' });
    await page.getByRole('menuitem', { name: w('message.edit') }).click();
    await page.getByRole('textbox', { name: w('edit.label') }).fill('Chegou sim, hoje cedo');
    await page.getByRole('button', { name: w('edit.save') }).click();
    await page.getByRole('button', { name: w('message.edited') }).click();
    await page.getByRole('dialog').getByText('Chegou sim', { exact: true }).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');

    await last(page).click({ button: 'right' });
    await page.getByRole('menuitem', { name: w('message.forward') }).click();
    await page.getByRole('combobox', { name: w('forward.search') }).fill(String(there));
    await page.getByRole('dialog').getByRole('option').filter({ hasText: `${there} ·` }).first().click();
    assert.deepEqual(await axe(page), []);
    await page.getByRole('dialog').getByRole('button', { name: w('forward.send'), exact: true }).click();
    await until(async () => (await api.messages(there)).some((m) => m.content === 'Chegou sim, hoje cedo' && m.content_attributes.forwarded), 'it was forwarded');

    await last(page).click({ button: 'right' });
    await page.getByRole('menuitem', { name: w('message.delete') }).click();
    await page.getByRole('button', { name: w('delete.action') }).click();
    await desk.log.getByText(w('message.deleted')).waitFor();
    await clean(page);
    await page.context().close();
  });

  test(`${locale}, by keys alone: from message to message, menu, edit, undo`, async () => {
    const page = await window(locale);
    const desk = new Desk(page);
    const here = await conversation(['um', 'dois', 'três']);
    await desk.go(server.url, here);
    await desk.message('três').waitFor();
    await desk.log.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    assert.match(await focused(), /dois/);
    await page.keyboard.press('e');
    await page.keyboard.type(' e meio');
    await page.keyboard.press('Enter');
    await until(async () => (await api.messages(here)).some((m) => m.content === 'dois e meio'), 'the edit is stored');
    await until(async () => /dois e meio/.test(await focused()), 'the focus is on the message again');
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await until(async () => /dois e meio/.test(await focused()), 'the focus came back from the menu');
    await page.keyboard.press('r');
    await page.keyboard.type('respondo');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: w('action.undo') }).waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await until(async () => /respondo/.test(await desk.composer.innerText()), 'the text is back');
    assert.equal((await api.messages(here)).some((m) => m.content === 'respondo'), false);
    await page.keyboard.press('Enter');
    await until(async () => (await api.messages(here)).some((m) => m.content === 'respondo'), 'it was sent after all');
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'log');
    await clean(page);
    await page.context().close();
  });
}

test('a link opens the conversation at its message, however far', async () => {
  const texts = Array.from({ length: 120 }, (_, i) => `linha ${i + 1}`);
  const here = await conversation(texts);
  const target = (await api.messages(here)).find((m) => m.content === 'linha 5');
  const page = await window('pt-BR');
  await page.goto(`${server.url}/app/accounts/1/all/conversations/${here}?message=${target.id}`);
  await page.locator(`#message-${target.id}`).waitFor();
  await until(() => page.locator(`#message-${target.id}`).evaluate((one) => one.getBoundingClientRect().top > 48), 'it is in sight');
  await page.getByRole('button', { name: wordsOf('pt-BR')('thread.to_end') }).click();
  await page.getByRole('log').getByText('linha 120', { exact: true }).waitFor();
  await clean(page);
  await page.context().close();
});

test('a draft lives on another device, through a reload and beside the private one', async () => {
  const here = await conversation();
  const [one, two] = [await window('pt-BR'), await window('pt-BR', { viewport: PHONE })];
  const [desk, phone] = [new Desk(one), new Desk(two)];
  await desk.go(server.url, here);
  await phone.go(server.url, here);
  await desk.composer.click();
  await one.keyboard.type('Já vou ver');
  await until(async () => /Já vou ver/.test(await phone.composer.innerText()), 'the phone shows it');
  await one.getByRole('tab', { name: 'Mensagem privada' }).click();
  await one.keyboard.type('conferir estoque');
  await until(async () => JSON.stringify(await api.get(`conversations/${here}/draft_messages`)).includes('conferir estoque'), 'the note is kept on the server');
  await one.reload();
  await until(async () => /conferir estoque/.test(await desk.composer.innerText()), 'the note is there after the reload');
  await one.getByRole('tab', { name: 'Responder' }).click();
  await until(async () => /Já vou ver/.test(await desk.composer.innerText()), 'and so is the reply');
  await one.keyboard.press('Enter');
  await until(async () => (await phone.composer.innerText()).trim() === '', 'sent, it is gone on the phone too');
  await Promise.all([one.context().close(), two.context().close()]);
});

test('what arrives while one writes holds the sending, once', async () => {
  const here = await conversation();
  const page = await window('pt-BR');
  const desk = new Desk(page);
  await desk.go(server.url, here);
  await desk.composer.click();
  await page.keyboard.type('Pode deixar');
  const rafael = await signInApi(server.url, { email: 'rafael@lojaaurora.example', password: demo.password });
  await api.post(`conversations/${here}/participants`, { user_ids: [rafael.user.id] });
  await rafael.post(`conversations/${here}/messages`, { content: 'Eu respondo', private: true });
  await desk.message('Eu respondo').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('Enviar assim mesmo?', { exact: false }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Enter');
  await until(async () => (await api.messages(here)).some((m) => m.content === 'Pode deixar'), 'the second Enter sends');
  await page.context().close();
});

test('files go up one by one, voice is recorded, pictures open large', async () => {
  const here = await conversation();
  const page = await window('pt-BR');
  const desk = new Desk(page);
  const w = wordsOf('pt-BR');
  await desk.go(server.url, here);
  await page.locator('input[type=file]').setInputFiles([
    { name: 'um.png', mimeType: 'image/png', buffer: PNG },
    { name: 'dois.png', mimeType: 'image/png', buffer: PNG },
    { name: 'nota.txt', mimeType: 'text/plain', buffer: Buffer.from('30 cm') },
  ]);
  const chips = page.getByRole('list', { name: w('file.chosen') });
  await until(async () => (await chips.locator('progress').count()) === 0 && (await chips.getByRole('listitem').count()) === 3, 'all are up');
  await chips.getByRole('button', { name: w('file.remove', { name: 'nota.txt' }) }).click();
  await desk.composer.click();
  await page.keyboard.press('Enter');
  await until(async () => (await api.messages(here)).some((m) => m.attachments?.length === 2), 'both pictures are in one message');
  await page.getByRole('button', { name: w('file.open_image', { name: 'um.png' }) }).click();
  const box = page.getByRole('dialog', { name: 'um.png' });
  await box.waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: 'dois.png' }).waitFor();
  await page.keyboard.press('Escape');
  await until(() => page.evaluate(() => document.activeElement?.tagName === 'BUTTON'), 'the focus is where it was');

  await page.getByRole('button', { name: w('voice.start') }).click();
  const bar = page.getByRole('group', { name: w('voice.group'), exact: true });
  await bar.getByText(/^0:0[1-9]$/).waitFor();
  await page.getByRole('button', { name: w('voice.pause') }).click();
  await page.getByRole('button', { name: w('voice.resume') }).click();
  await bar.getByText(/^0:(0[2-9]|[1-5]\d)$/).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: w('composer.send'), exact: true }).click();
  const spoken = await until(async () => (await api.messages(here)).find((m) => m.attachments?.[0]?.meta?.voice), 'the voice arrived');
  assert.equal(spoken.attachments[0].meta.peaks.length, 64);
  const slider = page.getByRole('slider', { name: w('audio.position') });
  await slider.focus();
  await page.keyboard.press('End');
  assert.notEqual(await slider.getAttribute('aria-valuenow'), '0');
  await clean(page);
  await page.context().close();
});

test('without a network a message waits, survives a reload and is sent once', async () => {
  const here = await conversation();
  const page = await window('pt-BR');
  const desk = new Desk(page);
  await desk.go(server.url, here);
  await desk.message('Chegou o pedido?').waitFor();
  await desk.composer.waitFor();
  await server.kill();
  await desk.reply('Escrita sem rede');
  await desk.message('Escrita sem rede').waitFor();
  await server.up();
  await page.reload();
  await until(async () => (await api.messages(here)).some((m) => m.content === 'Escrita sem rede'), 'it arrived');
  // Whatever could send it again is through once the next one is there.
  await desk.reply('Escrita depois');
  await until(async () => (await api.messages(here)).some((m) => m.content === 'Escrita depois'), 'the next one arrived');
  assert.equal((await api.messages(here)).filter((m) => m.content === 'Escrita sem rede').length, 1);
  await page.context().close();
});

test('on a phone a long press opens the actions', async () => {
  const here = await conversation();
  const w = wordsOf('pt-BR');
  const page = await window('pt-BR', { viewport: PHONE, hasTouch: true, isMobile: true });
  const desk = new Desk(page);
  await desk.go(server.url, here);
  await desk.message('Chegou o pedido?').waitFor();
  const { x, y } = await atRest(last(page));
  const touch = await page.context().newCDPSession(page);
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 20, y: y + 12 }] });
  await page.getByRole('button', { name: w('message.copy') }).waitFor();
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: w('react.with', { emoji: '🙏' }) }).click();
  await until(async () => (await api.messages(here)).at(-1).reactions?.[0]?.emoji === '🙏', 'the reaction is stored');
  await page.context().close();
});
