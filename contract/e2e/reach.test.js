// For everybody: on a phone, by keyboard alone, with a reader of the screen, in three languages and two themes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { Chat, Desk, PHONE, axe, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { LOCALES, catalogue, wordsOf } from '../lib/words.js';

let server, browser, demo, api;
/** What the people of the demo have named: it is in their language. */
let names;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  const lists = await Promise.all(['inboxes', 'teams', 'labels', 'pause_reasons'].map((what) => api.get(what)));
  const reasons = ['close_reasons', 'transfer_reasons'];
  lists.push(...(await Promise.all(reasons.map((what) => api.get(what)))));
  names = new Set([(await api.get('')).name, ...lists.flatMap((list) => list.payload ?? list).map((one) => one.name ?? one.title)]);
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

/** Screens that no settings' tree leads to; the pages of the settings are taken from there. */
const SCREENS = ['', '/queue', '/history', '/all/conversations/58', '/contacts', '/contacts/1', '/live', '/notifications', '/settings'];
const PARTS_OF = { inboxes: ['new', '1', '2', ...['look', 'welcome', 'form', 'install', 'hours', 'rating', 'waiting', 'members'].map((tab) => `SITE/${tab}`)], teams: ['1'] };
/** The language of the person who signs in. */
const speakTo = (locale) => api.call('PUT', '../../profile', { profile: { ui_settings: { guiche_desk: { locale } } } });
const account = () => `${server.url}/app/accounts/${api.account}`;

/** Shows a screen, and waits until it is there. */
async function show(page, path) {
  await page.goto(account() + path);
  await page.locator('#main h1:visible, #main h2:visible').first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** Every screen there is: the settings' tree says which pages the features have brought. */
async function everyScreen(page) {
  await show(page, '/settings');
  const tree = await page.locator('a[href]').evaluateAll((all) => all.map((one) => new URL(one.href).pathname));
  const pages = tree.map((path) => path.replace(`/app/accounts/${api.account}`, '')).filter((path) => /^\/(settings\/.|profile)/.test(path));
  const { payload } = await api.get('inboxes');
  const site = payload.find((one) => one.website_token).id;
  const parts = Object.entries(PARTS_OF).flatMap(([of, all]) => all.map((one) => `/settings/${of}/${one.replace('SITE', site)}`));
  return [...new Set([...SCREENS, ...pages, ...parts])];
}

/** What axe finds in the light theme, and in the dark one where only the colours are others. */
async function inBothThemes(page, within) {
  const light = await axe(page, undefined, within);
  const turn = (dark) =>
    page.evaluate((on) => {
      document.documentElement.classList.toggle('dark', on);
      for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
    }, dark);
  await turn(true);
  const dark = await axe(page, ['color-contrast'], within);
  await turn(false);
  return [...light, ...dark.map((line) => `dark: ${line}`)];
}

const PARTS = '[role=dialog], [role=alertdialog], [role=menu]';
const OVER = PARTS.split(', ').map((one) => `${one}:visible`).join(', ');
const OPENERS =
  '#main button:visible:not([type=submit], [disabled], [aria-disabled=true], [role=tab], [role=switch], [role=checkbox], [role=radio], [aria-pressed], [aria-expanded]:not([aria-haspopup]))';
const named = (all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent.trim());

/** What a button of a line opens is the same for every line: one is enough. Other buttons are told by two words. */
function kindOf(name, path = '') {
  const words = name.replace(/\d+/g, '').trim().split(' ');
  return /^(Edit|Delete|Remove|Move|See|Rename|\/)/.test(name) ? `${path.replace(/\d+/g, 'N')} ${words[0].replace(/^\/.*/, '/')}` : words.slice(0, 2).join(' ');
}

/** Opens what every kind of button of a screen opens, and hands it to `visit`. `known` are those of other screens. */
async function openAll(page, path, known, visit) {
  const buttons = page.locator(OPENERS);
  const here = page.url();
  for (const [at, name] of (await buttons.evaluateAll(named)).entries()) {
    if (known.has(kindOf(name, path))) continue;
    known.add(kindOf(name, path));
    if ((await buttons.evaluateAll(named))[at] !== name) await show(page, path);
    if ((await buttons.evaluateAll(named))[at] !== name) continue;
    await buttons.nth(at).click({ timeout: 3000 }).catch(() => {});
    // What is fetched first has come once nothing is on its way and the page is at rest.
    await page.evaluate(() => new Promise((rest) => requestIdleCallback(() => setTimeout(rest, 150))));
    if (await page.locator(OVER).count()) {
      await page.waitForLoadState('networkidle');
      await visit(name);
      for (let i = 0; i < 4 && (await page.locator(OVER).count()); i++) await page.keyboard.press('Escape').then(() => page.waitForTimeout(50));
    }
    if (page.url() !== here || (await page.locator(OVER).count())) await show(page, path);
  }
}

/** Texts of a language that stand in the catalogue of another one, though ours has words of its own; and raw keys. */
function strangers(locale) {
  const own = catalogue(locale);
  const ours = new Set(Object.values(own));
  const foreign = new Set();
  for (const other of LOCALES.filter((one) => one !== locale)) {
    for (const [key, text] of Object.entries(catalogue(other))) if (/^[^{]{5,}$/.test(text) && text !== own[key] && !ours.has(text) && !names.has(text)) foreign.add(text);
  }
  return async (page) => {
    const said = await page.evaluate(() => {
      const out = new Set();
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        // What people wrote is in their language.
        if (!node.parentElement.closest('[role=log] [data-message], [role=option][data-number], script, style, [lang]:not(html)')) out.add(node.textContent.trim());
      }
      for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]')) for (const name of ['aria-label', 'placeholder', 'title']) out.add(one.getAttribute(name)?.trim() ?? '');
      return [...out];
    });
    const key = (text) => text in own || /^[a-z]+(?:_[a-z]+)*\.[a-z_]+(?:\.[a-zA-Z_]+)*$/.test(text);
    return said.filter((text) => foreign.has(text) || (key(text) && !/\.(example|com|br|png|pdf|ogg|js|txt|jpg|webp)\b/.test(text)));
  };
}

// In English: what was written into a screen in Portuguese, past the catalogues, shows.
test('axe finds nothing on any screen, dialog or menu, in both themes, and every word is there in en', async (t) => {
  const strange = strangers('en');
  const w = wordsOf('en');
  // What changes a conversation is not pressed, or its screen would be another; nor what signs the other window out.
  const alone = ['action.resolve', 'action.claim', 'action.reopen', 'details.toggle', 'profile.sessionEnd', 'me.endOthers'];
  const known = new Set(alone.map((key) => kindOf(w(key))));
  const found = {};
  const todo = [];
  let opened = 0;
  const look = async (page, name, within) => {
    found[name] = [...(await inBothThemes(page, within)), ...(await strange(page)).map((text) => `a word that is not ours: ${text}`)];
    if (process.env.LOOK) console.log(name, JSON.stringify(found[name]));
  };
  const visit = async (page) => {
    for (let path = todo.shift(); path !== undefined; path = todo.shift()) {
      await show(page, path).catch((error) => assert.fail(`${path}: ${error.message}`));
      await look(page, path);
      await openAll(page, path, known, async (name) => {
        opened += 1;
        await look(page, `${path} › ${name}`, PARTS);
      });
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  };
  const [page, second] = [await open(browser, { locale: 'en' }), await open(browser, { locale: 'en' })];
  await page.goto(`${server.url}/app/`);
  await page.locator('input[type=email]').waitFor();
  await look(page, 'sign-in');
  await speakTo('en');
  await signIn(page, server.url, demo);
  await signIn(second, server.url, demo);
  todo.push(...(await everyScreen(page)));
  const screens = todo.length;
  await Promise.all([visit(page), visit(second)]);
  await speakTo('pt-BR');
  t.diagnostic(`${screens} screens, ${opened} dialogs and menus`);
  assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
  assert.ok(opened > 20, `only ${opened} were opened`);
});

for (const theme of ['light', 'dark']) {
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

for (const locale of ['es', 'pt-BR']) {
  test(`every word is there in ${locale}`, async () => {
    const page = await open(browser, { locale });
    await speakTo(locale);
    await signIn(page, server.url, demo);
    const strange = strangers(locale);
    const found = {};
    for (const path of [...SCREENS, '/profile', '/settings/inboxes/new', '/settings/inboxes/1', '/settings/roles', '/settings/mail', '/settings/agents', '/settings/labels', '/settings/canned']) {
      await show(page, path);
      assert.equal(await page.evaluate(() => document.documentElement.lang), locale, path);
      found[path] = await strange(page);
    }
    await speakTo('pt-BR');
    assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
