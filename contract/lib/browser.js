// Chromium and the two kinds of people in it: agents at the desk, visitors of a shop.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WAIT = Number(process.env.GUICHE_E2E_WAIT ?? 60_000);
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

/** One browser for a file of tests; `more` are flags beside the usual ones. */
export function launch(...more) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', ...more] });
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
  // Generous: a condition decides, not the speed of the machine.
  context.setDefaultTimeout(WAIT);
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

/** Where something is, once it stays there: fonts and pictures that come late move what is on a page. */
export async function atRest(locator) {
  let box = await locator.boundingBox();
  await until(async () => {
    const before = box;
    await locator.page().waitForTimeout(150);
    box = await locator.boundingBox();
    return box && before && box.x === before.x && box.y === before.y;
  }, 'it is at rest');
  return box;
}

/** Changes the signed-in person's language, and waits until the page speaks it. */
export async function speak(page, locale) {
  await page.evaluate(async (chosen) => {
    const headers = { 'content-type': 'application/json', 'x-guiche-client': 'desk' };
    const me = await (await fetch('/api/v1/profile')).json();
    const desk = { ...me.ui_settings?.guiche_desk, locale: chosen };
    const body = JSON.stringify({ profile: { ui_settings: { ...me.ui_settings, guiche_desk: desk } } });
    const answer = await fetch('/api/v1/profile', { method: 'PUT', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }, locale);
  await page.reload();
  await page.locator(`html[lang="${locale}"]`).waitFor({ state: 'attached' });
  await page.locator('[role=listbox] [role=option]').first().waitFor();
}

/** What has the focus now. */
export function focused(page) {
  return page.evaluate(() => {
    const now = document.activeElement;
    return {
      lost: !now || now === document.body,
      role: now?.getAttribute('role') ?? '',
      id: now?.id ?? '',
      text: now?.textContent?.trim() ?? '',
      editable: now instanceof HTMLElement && now.isContentEditable,
    };
  });
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

  /** Writes a message; while nobody of the team is there, by the form that asks where to reach them. */
  async write(text) {
    const form = this.frame.locator('form:has(input[type=email]):has(textarea)');
    if (await form.count()) await form.locator('input[type=email]').fill('visitante@exemplo.com.br');
    await this.box.fill(text);
    if (await form.count()) await form.locator('button[type=submit]').click();
    else await this.box.press('Enter');
  }

  message(text) {
    return this.frame.getByText(text, { exact: true });
  }
}

/** What axe finds wrong on the page (or in one of its frames), as lines for people; with `rules`, by those alone,
 * `within` only what stands there. */
export async function axe(target, rules, within) {
  if (!(await target.evaluate(() => 'axe' in window))) await target.evaluate(axeSource);
  const { violations } = await target.evaluate(
    ([only, where]) => window.axe.run(where ? [...document.querySelectorAll(where)].at(-1) : document, { runOnly: only ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }),
    [rules, within],
  );
  return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')})`);
}

/** Controls that something else lies over, or that stand outside of the page where nobody can scroll to. */
export function covered(page) {
  return page.evaluate(() => {
    const out = [];
    for (const one of document.querySelectorAll('a[href], button, input, textarea, [tabindex="0"], [role=option]')) {
      const style = getComputedStyle(one);
      if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || one.closest('[inert], [aria-hidden=true], .sr-only') || style.pointerEvents === 'none') continue;
      one.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = one.getBoundingClientRect();
      if (box.width < 4 || box.height < 4) continue;
      // Of what is larger than its pane the part that shows counts.
      const x = (Math.max(0, box.left) + Math.min(innerWidth, box.right)) / 2;
      const y = (Math.max(0, box.top) + Math.min(innerHeight, box.bottom)) / 2;
      const top = document.elementFromPoint(x, y);
      if (!top || !(one.contains(top) || top.contains(one) || top.closest('label')?.contains(one)))
        out.push(`${one.getAttribute('aria-label') ?? one.textContent.trim().slice(0, 40)} (${Math.round(x)}, ${Math.round(y)}) under ${top?.outerHTML.slice(0, 80)}`);
    }
    return out;
  });
}

/** Waits until `probe` answers something true. */
export async function until(probe, what, ms = WAIT) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not in ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
