// For everybody: on a phone, by keyboard alone, with a reader of the screen, in three languages and two themes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { Chat, Desk, PHONE, axe, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';

let server, browser, demo, api;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

const SCREENS = [
  ['inbox', ''],
  ['conversation', '/all/conversations/58'],
  ['settings', '/settings'],
  ['inboxes', '/settings/inboxes'],
  ['one inbox', '/settings/inboxes/1'],
  ['labels', '/settings/labels'],
  ['canned responses', '/settings/canned'],
  ['people', '/settings/agents'],
  ['teams', '/settings/teams'],
  ['profile', '/profile'],
];

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing on the desk, ${theme}`, async () => {
    const page = await open(browser, { colorScheme: theme });
    await page.goto(`${server.url}/app/`);
    await page.locator('input[type=email]').waitFor();
    const found = { 'sign-in': await axe(page) };
    await signIn(page, server.url, demo);
    for (const [name, path] of SCREENS) {
      await page.goto(`${server.url}/app/accounts/1${path}`);
      await page.waitForLoadState('networkidle');
      found[name] = await axe(page);
    }
    assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`axe finds nothing in the chat, ${theme}`, async () => {
    const page = await open(browser, { colorScheme: theme });
    const chat = await Chat.visit(page, server.url);
    const frame = page.frames().find((f) => f.url().includes('/widget'));
    await chat.frame.locator('body').waitFor();
    const home = await axe(frame);
    await chat.enter();
    await chat.write('Oi!');
    await chat.message('Oi!').waitFor();
    assert.deepEqual([...home, ...(await axe(frame))], []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('on a phone: list, conversation, answer, back', async () => {
  const page = await open(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(page, server.url, demo);
  const desk = new Desk(page);
  const number = await page.locator('[role=option][data-number]').first().getAttribute('data-number');
  await desk.row(number).click();
  await desk.log.waitFor();
  await desk.composer.click();
  await page.keyboard.type('Do celular');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await desk.message('Do celular').waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `the page is ${wide} px wide`);
  await page.goBack();
  await desk.row(number).waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('by keyboard alone: sign in, choose, answer, resolve', async () => {
  const page = await open(browser);
  await page.goto(`${server.url}/app/`);
  await page.locator('input[type=email]').waitFor();
  await until(() => page.evaluate(() => document.activeElement?.type === 'email'), 'the e-mail is focused');
  await page.keyboard.type(demo.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(demo.password);
  await page.keyboard.press('Enter');
  await page.locator('[role=option][data-number]').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const desk = new Desk(page);
  await desk.log.waitFor();
  await page.keyboard.press('r');
  await until(() => page.evaluate(() => document.activeElement?.isContentEditable), 'the composer is focused');
  await page.keyboard.type('Só com o teclado');
  await page.keyboard.press('Enter');
  await desk.message('Só com o teclado').waitFor();
  const number = Number(page.url().match(/conversations\/(\d+)/)[1]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await until(async () => (await api.get(`conversations/${number}`)).status === 'resolved', 'it is resolved');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const [locale, tag] of [['pt-BR', 'pt-BR'], ['en-US', 'en'], ['es-MX', 'es']]) {
  test(`every word is there in ${tag}`, async () => {
    await api.call('PUT', '../../profile', { profile: { ui_settings: { guiche_desk: { locale: tag } } } });
    const page = await open(browser, { locale });
    await signIn(page, server.url, demo);
    for (const [name, path] of SCREENS) {
      await page.goto(`${server.url}/app/accounts/1${path}`);
      await page.waitForLoadState('networkidle');
      assert.equal(await page.evaluate(() => document.documentElement.lang), tag, name);
      // A word that is missing shows its key.
      const said = (await page.locator('body').innerText()).replace(/\S+@\S+|https?:\S+/g, '');
      const keys = said.match(/\b[a-z]+(?:_[a-z]+)*\.[a-z_]+(?:\.[a-z_]+)*\b/g) ?? [];
      const strange = keys.filter((key) => !/\.(example|com|br|png|pdf|ogg|js|txt)\b/.test(key));
      assert.deepEqual(strange, [], name);
    }
    await page.context().close();
  });
}
