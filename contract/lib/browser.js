// Chromium and the two kinds of people in it: agents at the desk, visitors of a shop.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** One browser for a file of tests. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A window of its own cookies. What it says on the console as an error is kept in `page.faults`. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    // A cut connection is what some tests are about; the browser reports each as an error of its own.
    const network = /Failed to load resource|WebSocket connection|net::ERR/.test(message.text());
    if (message.type() === 'error' && !network) page.faults.push(message.text());
  });
  return page;
}

/** Signs an agent in through the page. */
export async function signIn(page, url, { email, password }) {
  await page.goto(`${url}/app/`);
  await page.locator('input[type=email]').fill(email);
  await page.locator('input[type=password]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('[role=listbox] [role=option]').first().waitFor();
}

/** The desk of an agent: the few things a test does there, by roles that readers of the screen use too. */
export class Desk {
  constructor(page) {
    this.page = page;
    this.log = page.getByRole('log');
    this.composer = page.locator('.composer-text [contenteditable], .composer-text[contenteditable]').first();
  }

  row(number) {
    return this.page.locator(`[role=option][data-number="${number}"]`);
  }

  /** Opens a conversation by its address, as a link would. */
  async go(url, number) {
    await this.page.goto(`${url}/app/accounts/1/all/conversations/${number}`);
    await this.log.waitFor();
  }

  async reply(text) {
    await this.composer.click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** A message in the thread, by its words. */
  message(text) {
    return this.log.getByText(text, { exact: true });
  }
}

/** The chat on the shop's page. */
export class Chat {
  constructor(page) {
    this.page = page;
    this.frame = page.frameLocator('#chatwoot_live_chat_widget');
  }

  /** Opens the shop's page and its chat. */
  static async visit(page, url) {
    await page.goto(`${url}/demo`);
    const chat = new Chat(page);
    await chat.show();
    return chat;
  }

  /** Clicks the bubble, as after each load of the page. */
  async show() {
    await this.page.locator('.woot-widget-bubble').first().click();
    await this.frame.locator('.panel').waitFor();
  }

  /** From the chat's home into the conversation: the one that goes on, else a new one. */
  async enter() {
    const going = this.frame.locator('.card .row, .card button').first();
    await going.click();
    await this.box.waitFor();
  }

  get box() {
    return this.frame.locator('textarea');
  }

  async write(text) {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  message(text) {
    return this.frame.getByText(text, { exact: true });
  }
}

/** What axe finds wrong on the page (or in one of its frames), as lines for people. */
export async function axe(target) {
  await target.evaluate(axeSource);
  const { violations } = await target.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')})`);
}

/** Waits until `probe` answers something true. */
export async function until(probe, what, ms = 15_000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not in ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
