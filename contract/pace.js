// How fast the desk answers the hand in Chromium while the account is busy: `node contract/pace.js`.
// A seeded installation (10,000 conversations), 200 messages a second from its agents, and one who types, goes from
// conversation to conversation and reads back through a thread of 10,000 messages. Prints figures, asserts none.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Api } from './lib/api.js';
import { Desk, launch, open, signIn, until } from './lib/browser.js';
import { Server, binary, sleep } from './lib/server.js';

const CONVERSATIONS = Number(process.env.CONVERSATIONS ?? 10_000);
const PER_SECOND = Number(process.env.EVENTS ?? 200);
const LETTERS = 200;
const STEPS = 40;
const LONG = 10_000;
const READ_MS = 15_000;

/** Runs inside the page: how long inputs waited before they were heard, and when what they asked for was painted. */
function watch() {
  const pace = (globalThis.pace = { waited: [], painted: [], opened: [], frames: [], asked: undefined });
  const afterPaint = (run) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = run;
      port2.postMessage(0);
    });
  addEventListener(
    'keydown',
    (event) => {
      pace.waited.push(performance.now() - event.timeStamp);
      afterPaint(() => pace.painted.push(performance.now() - event.timeStamp));
      if (event.key !== 'Enter' || !pace.asked) return;
      const path = pace.asked;
      pace.asked = undefined;
      const look = () => {
        const log = document.querySelector('[role=log]');
        const there = location.pathname.endsWith(path) && log?.ariaBusy === 'false' && log.querySelector('[data-message]');
        if (!there) return requestAnimationFrame(look);
        return afterPaint(() => pace.opened.push(performance.now() - event.timeStamp));
      };
      requestAnimationFrame(look);
    },
    { capture: true },
  );
  let last;
  const frame = (now) => {
    if (last !== undefined) pace.frames.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const at = (times, share) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
const line = (what, times) =>
  console.log(
    `${what.padEnd(44)} p50 ${at(times, 0.5).toFixed(1)} ms   p95 ${at(times, 0.95).toFixed(1)} ms   most ${Math.max(...times).toFixed(1)} ms   (${times.length})`,
  );

/** Agents who answer in conversations of theirs, `PER_SECOND` times a second in all, until `stop` is called. */
function chatter(url, seeded) {
  const apis = seeded.agents.map((a) => new Api(url, a.access_token, seeded.account_id, a));
  const mine = apis.map((_, place) => {
    const own = [];
    for (let i = CONVERSATIONS * 0.9 + 1; i <= CONVERSATIONS; i++) if (i % 10 > 1 && i % 10 < 7 && i % apis.length === place) own.push(i);
    return own;
  });
  const busy = apis.map((api, i) => [api, mine[i]]).filter(([, own]) => own.length > 0);
  const began = performance.now();
  const over = new AbortController();
  let [sent, done] = [0, 0];
  const run = (async () => {
    const open = new Set();
    while (!over.signal.aborted) {
      const due = Math.floor(((performance.now() - began) / 1000) * PER_SECOND);
      for (; sent < due && open.size < 64; sent++) {
        const [api, own] = busy[sent % busy.length];
        const to = own[Math.floor(Math.random() * own.length)];
        const one = api.post(`conversations/${to}/messages`, { content: `Resposta ${sent} sobre o pedido`, echo_id: `pace-${sent}` });
        open.add(one);
        one.then(() => done++).finally(() => open.delete(one));
      }
      await sleep(5);
    }
    await Promise.allSettled(open);
  })();
  return {
    rate: () => done / ((performance.now() - began) / 1000),
    stop: async () => {
      over.abort();
      await run;
    },
  };
}

async function typing(page) {
  const desk = new Desk(page);
  await desk.composer.click();
  await page.evaluate(() => {
    for (const times of [pace.waited, pace.painted, pace.frames]) times.length = 0;
  });
  for (let i = 0; i < LETTERS; i++) {
    await page.keyboard.press('abcdefghij '[i % 11]);
    await sleep(60);
  }
  return page.evaluate(() => ({ waited: pace.waited, painted: pace.painted, frames: pace.frames }));
}

async function steps(page) {
  await page.locator('[role=listbox]').first().focus();
  await page.evaluate(() => (pace.opened.length = 0));
  for (let i = 0; i < STEPS; i++) {
    await page.keyboard.press('ArrowDown');
    await sleep(120);
    const row = await page.locator('[role=listbox]').first().getAttribute('aria-activedescendant');
    await page.evaluate((number) => (pace.asked = `/conversations/${number}`), row.replace('row-', ''));
    await page.keyboard.press('Enter');
    await until(() => page.evaluate((n) => pace.opened.length > n, i), `conversation ${row}`);
    await page.locator('[role=listbox]').first().focus();
  }
  return page.evaluate(() => pace.opened);
}

/** Fills a conversation, opens it and reads back through it by the wheel. */
async function reading(page, server, api, number) {
  let next = 0;
  const write = async () => {
    while (next < LONG) {
      const i = next++;
      await api.post(`conversations/${number}/messages`, { content: `Linha ${i} de uma conversa muito longa`, echo_id: `long-${i}` });
    }
  };
  await Promise.all(Array.from({ length: 16 }, write));
  await new Desk(page).go(server.url, number);
  await page.locator('[data-message]').first().waitFor();
  const box = await page.locator('[role=log]').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    pace.frames.length = 0;
    pace.seen = new Set();
    const note = () => document.querySelectorAll('[data-message]').forEach((m) => pace.seen.add(m.dataset.message));
    new MutationObserver(note).observe(document.querySelector('[role=log]'), { childList: true, subtree: true });
  });
  const end = performance.now() + READ_MS;
  while (performance.now() < end) {
    await page.mouse.wheel(0, -240);
    await sleep(16);
  }
  return page.evaluate(() => ({ frames: pace.frames, seen: pace.seen.size, kept: document.querySelectorAll('[data-message]').length }));
}

if (!existsSync(binary)) throw new Error(`${binary} is missing: build it, or name it by GUICHE_BIN`);
const data = mkdtempSync(join(process.env.PACE_DATA ?? tmpdir(), 'guiche-pace-'));
const seeded = JSON.parse(execFileSync(binary, ['bench-seed', '--conversations', String(CONVERSATIONS), '--data', data]));
const server = await Server.start({ over: data });
const browser = await launch();
try {
  const page = await open(browser, { reducedMotion: 'no-preference' });
  await page.addInitScript(watch);
  await signIn(page, server.url, seeded);
  await page.goto(`${server.url}/app/accounts/${seeded.account_id}/all`);
  await page.locator('[role=option]').first().click();
  await page.locator('[data-message]').first().waitFor();
  const load = chatter(server.url, seeded);
  await sleep(2000);
  const typed = await typing(page);
  const opened = await steps(page);
  const rate = load.rate();
  await load.stop();
  console.log(`${CONVERSATIONS} conversations, ${rate.toFixed(0)} messages a second`);
  line('input delay while typing', typed.waited);
  line('letter to paint', typed.painted);
  line('frames while typing', typed.frames);
  line('next conversation to paint', opened);
  const admin = new Api(server.url, seeded.access_token, seeded.account_id);
  const read = await reading(page, server, admin, 1);
  const late = read.frames.filter((ms) => ms > 50).length;
  line(`frames while reading back, ${LONG} messages`, read.frames);
  console.log(`${''.padEnd(44)} ${late} frames over 50 ms; ${read.seen} messages passed, ${read.kept} kept`);
} finally {
  await browser.close();
  await server.remove();
  rmSync(data, { recursive: true, force: true });
}
