// Screenshots of every screen into contract/shots: three sizes, two themes; full, empty, and with very long names.
//
//   make shots                            all of them
//   node contract/shots.js inbox,=queue   those whose name begins so, or is so
//   node contract/shots.js inbox light-wide,dark-phone   only in these themes and sizes
//   node contract/shots.js inbox light-wide en           in this language
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { bootstrap, signIn as signInApi } from './lib/api.js';
import { launch, open, signIn, speak } from './lib/browser.js';
import { DESK_PAGES, deskScenes, prepare, publicScenes, setupScenes, widgetScenes } from './lib/scenes.js';
import { Server, sleep } from './lib/server.js';

const [wanted = '', suffixes = '', locale = 'pt-BR'] = process.argv.slice(2);
const folder = new URL('./shots', import.meta.url).pathname;
const SIZES = { wide: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } };
const chosen = wanted.split(',');
const is = (name) => chosen.some((one) => (one.startsWith('=') ? name === one.slice(1) : name.startsWith(one)));

mkdirSync(folder, { recursive: true });
const full = await Server.start({ demo: true });
const empty = await Server.start();
const browser = await launch();
try {
  const { demo } = await bootstrap(full.url);
  const api = await signInApi(full.url, demo);
  const facts = await prepare(api);
  for (const colorScheme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const suffix = `${colorScheme}-${size}`;
      if (suffixes && !suffixes.split(',').includes(suffix)) continue;
      const phone = size === 'phone';
      const options = { viewport, colorScheme, hasTouch: phone, isMobile: phone, deviceScaleFactor: phone ? 2 : 1, locale };
      await desk(options, suffix, demo, facts);
      await scenes(publicScenes, options, suffix, { url: full.url, facts, locale });
      await scenes(widgetScenes, options, suffix, { url: full.url, facts, api, locale });
      await scenes(setupScenes, options, suffix, { url: empty.url });
    }
  }
} finally {
  await browser.close();
  await full.remove();
  await empty.remove();
}

async function shot(page, name) {
  await page.waitForLoadState('networkidle').catch(() => {});
  await sleep(300);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Pages of the desk by their address, then what is opened in them. */
async function desk(options, suffix, demo, facts) {
  if (![...Object.keys(DESK_PAGES(facts)), ...Object.keys(deskScenes)].some(is)) return;
  const page = await open(browser, options);
  await signIn(page, full.url, demo);
  await speak(page, locale);
  const account = `${full.url}/app/accounts/1`;
  for (const [name, path] of Object.entries(DESK_PAGES(facts))) {
    if (!is(name)) continue;
    await page.goto(account + path);
    await shot(page, `${name}-${suffix}`);
  }
  for (const [name, act] of Object.entries(deskScenes)) {
    if (!is(name)) continue;
    try {
      await act(page, { account, facts, phone: options.isMobile });
      await shot(page, `${name}-${suffix}`);
    } catch (error) {
      console.error(`${name}-${suffix}: ${error.message.split('\n')[0]}`);
    }
  }
  await page.context().close();
}

/** Scenes that each begin in a window of their own. */
async function scenes(all, options, suffix, more) {
  for (const [name, act] of Object.entries(all)) {
    if (!is(name)) continue;
    const page = await open(browser, options);
    try {
      await act(page, more);
      await shot(page, `${name}-${suffix}`);
    } catch (error) {
      console.error(`${name}-${suffix}: ${error.message.split('\n')[0]}`);
    }
    await page.context().close();
  }
}
