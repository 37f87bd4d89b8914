// Screenshots of every screen into contract/shots: three sizes, two themes; full, empty, and with very long names.
//
//   make shots                      all of them
//   node contract/shots.js inbox    those whose name begins so
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { bootstrap, signIn as signInApi } from './lib/api.js';
import { Chat, launch, open, signIn } from './lib/browser.js';
import { Server, sleep } from './lib/server.js';

const wanted = process.argv[2] ?? '';
const folder = new URL('./shots', import.meta.url).pathname;
const SIZES = { wide: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } };
const LONG = 'Maria Aparecida Fernandes de Albuquerque Cavalcanti e Silva dos Santos Oliveira';

mkdirSync(folder, { recursive: true });
const full = await Server.start({ demo: true });
const empty = await Server.start();
const browser = await launch();
try {
  const { demo } = await bootstrap(full.url);
  const api = await signInApi(full.url, demo);
  const conversation = await prepare(api);
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const phone = size === 'phone';
      const options = { viewport, colorScheme, hasTouch: phone, isMobile: phone, deviceScaleFactor: phone ? 2 : 1 };
      await desk({ ...options }, `${colorScheme}-${size}`, demo, conversation);
      await shop({ ...options }, `${colorScheme}-${size}`);
      await first({ ...options }, `${colorScheme}-${size}`);
    }
  }
} finally {
  await browser.close();
  await full.remove();
  await empty.remove();
}

/** The conversation to look at, and one whose every name is long. */
async function prepare(api) {
  const { payload } = await api.get('search?q=Felipe%20Azevedo');
  const contact = payload.contacts[0];
  const { data } = await api.get('conversations?status=open&assignee_type=all');
  const long = data.payload.at(-1);
  await api.call('PUT', `contacts/${long.meta.sender.id}`, { name: LONG });
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
  await api.post(`conversations/${long.id}/messages`, { content: `${word} https://example.com/${'a'.repeat(180)}` });
  const found = data.payload.find((c) => c.meta.sender.id === contact.id);
  return { main: found?.id ?? data.payload[0].id, long: long.id };
}

async function shot(page, name) {
  if (!name.startsWith(wanted)) return;
  await page.waitForLoadState('networkidle').catch(() => {});
  await sleep(250);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function desk(options, suffix, demo, conversation) {
  const page = await open(browser, options);
  await page.goto(`${full.url}/app/`);
  await page.locator('input[type=email]').waitFor();
  await shot(page, `sign-in-${suffix}`);
  await signIn(page, full.url, demo);
  const account = `${full.url}/app/accounts/1`;
  const pages = {
    inbox: '', conversation: `/all/conversations/${conversation.main}`, 'conversation-long': `/all/conversations/${conversation.long}`,
    settings: '/settings', inboxes: '/settings/inboxes', 'inbox-website': '/settings/inboxes/1', labels: '/settings/labels',
    canned: '/settings/canned', people: '/settings/agents', teams: '/settings/teams', account: '/settings/account', profile: '/profile',
  };
  for (const [name, path] of Object.entries(pages)) {
    if (!`${name}-${suffix}`.startsWith(wanted)) continue;
    await page.goto(account + path);
    await shot(page, `${name}-${suffix}`);
  }
  await page.context().close();
}

async function shop(options, suffix) {
  const page = await open(browser, options);
  await page.goto(`${full.url}/demo`);
  await shot(page, `shop-${suffix}`);
  const chat = await Chat.visit(page, full.url);
  await chat.frame.locator('body').waitFor();
  await shot(page, `shop-open-${suffix}`);
  await page.context().close();
}

/** A fresh installation: the set-up page. */
async function first(options, suffix) {
  const page = await open(browser, options);
  await page.goto(`${empty.url}/app/`);
  await shot(page, `setup-${suffix}`);
  await page.context().close();
}
