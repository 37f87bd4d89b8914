// The reports: figures that a hand count gives too, everything in the address, by keys and on a phone, in three languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, covered, launch, open, PHONE, signIn, speak, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { LOCALES, wordsOf } from '../lib/words.js';

let server, browser, demo, boss, all;

/** Every conversation, page by page. */
async function everything(api) {
  const found = [];
  for (let page = 1; ; page++) {
    const { data } = await api.get(`conversations?status=all&assignee_type=all&page=${page}`);
    if (!data.payload.length) return found;
    found.push(...data.payload);
  }
}

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  boss = await signInApi(server.url, demo);
  all = await everything(boss);
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

const w = wordsOf('pt-BR');
const figure = (page, name) => page.getByRole('group', { name: w('reports.figures') }).getByRole('button', { name: new RegExp(`^${name}`) });
const clean = async (page, where) => {
  assert.deepEqual(await axe(page), [], where);
  assert.deepEqual(await covered(page), [], where);
};

test('the figures are what a hand counts, of all and of one person, and the address says which', async () => {
  const page = await open(browser);
  await signIn(page, server.url, demo);
  await page.getByRole('link', { name: w('reports.title') }).click();
  // All that the demo tells of lies in the last year.
  const day = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const period = `from=${day(390)}&to=${day(-1)}`;
  await page.goto(`${server.url}/app/accounts/1/reports?${period}`);
  await until(async () => (await figure(page, w('reports.metric.conversations')).innerText()).includes(`\n${all.length}\n`), `all ${all.length} are counted`);

  const rafael = (await boss.get('agents')).find((one) => one.name.startsWith('Rafael'));
  const his = all.filter((one) => one.meta.assignee?.id === rafael.id).length;
  assert.ok(his > 3);
  await page.getByRole('table', { name: w('reports.by.agents') }).getByRole('button', { name: rafael.name }).click();
  await until(async () => (await figure(page, w('reports.metric.conversations')).innerText()).includes(`\n${his}\n`), `his ${his} are counted`);
  assert.match(page.url(), new RegExp(`of=agents%3A${rafael.id}`));
  await figure(page, w('reports.metric.firstResponse')).click();
  await page.getByRole('heading', { name: w('reports.metric.firstResponse') }).waitFor();

  // A link shows the same; going back shows what was there before.
  const address = page.url();
  await page.goto(address);
  await figure(page, w('reports.metric.firstResponse')).and(page.locator('[aria-pressed=true]')).waitFor();
  await until(async () => (await figure(page, w('reports.metric.conversations')).innerText()).includes(`\n${his}\n`), 'the link counts the same');
  await page.getByRole('button', { name: w('reports.drop', { what: rafael.name }) }).click();
  await until(async () => (await figure(page, w('reports.metric.conversations')).innerText()).includes(`\n${all.length}\n`), 'all again');

  // A table to download, of what is shown.
  await page.getByRole('button', { name: w('reports.export') }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: w('reports.sheet.agents') }).click()]);
  const sheet = readFileSync(await download.path(), 'utf8');
  assert.match(sheet, new RegExp(`${rafael.name},${his},`));

  // Labels stand beside people: what carries one now counts under it.
  await page.getByRole('radio', { name: w('reports.one.labels') }).check({ force: true });
  const carry = all.filter((one) => one.labels.includes('entrega')).length;
  assert.ok(carry > 3);
  const line = page.getByRole('table', { name: w('reports.by.labels') }).getByRole('row', { name: /^entrega/ });
  await until(async () => (await line.locator('td').first().innerText()) === String(carry), `${carry} carry the label`);

  // Side by side, sorted by a heading.
  await page.getByRole('link', { name: w('reports.kind.agents') }).click();
  const table = page.getByRole('table', { name: w('reports.by.agents') });
  await table.getByRole('button', { name: w('reports.column.resolved') }).click();
  await table.locator('th[aria-sort=descending]', { hasText: w('reports.column.resolved') }).waitFor();
  const resolved = await table.locator('tbody tr td:nth-child(3)').allInnerTexts();
  assert.deepEqual(resolved, [...resolved].sort((a, b) => Number(b) - Number(a)));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('the chart by arrow keys, and as a table', async () => {
  const page = await open(browser);
  await signIn(page, server.url, demo);
  await page.goto(`${server.url}/app/accounts/1/reports`);
  const chart = page.getByRole('slider');
  await chart.locator('svg path').first().waitFor({ state: 'attached' });
  await chart.focus();
  await page.keyboard.press('End');
  const said = await chart.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  assert.notEqual(await chart.getAttribute('aria-valuetext'), said);
  await page.getByRole('button', { name: w('reports.asTable') }).click();
  const rows = page.getByRole('table').first().locator('tbody tr');
  assert.equal(await rows.count(), 30);
  await page.getByRole('button', { name: w('reports.asChart') }).click();
  await chart.waitFor();
  await page.context().close();
});

test('a period without anything says so and leads out of it', async () => {
  const page = await open(browser);
  await signIn(page, server.url, demo);
  await page.goto(`${server.url}/app/accounts/1/reports?from=2020-01-01&to=2020-01-31`);
  await page.getByText(w('reports.empty')).waitFor();
  await clean(page, 'empty');
  await page.getByRole('button', { name: w('reports.see30') }).click();
  await page.getByText(w('reports.empty')).waitFor({ state: 'detached' });
  await page.context().close();
});

test('who may not read reports is offered none', async () => {
  const page = await open(browser);
  await signIn(page, server.url, { email: 'rafael@lojaaurora.example', password: demo.password });
  assert.equal(await page.getByRole('link', { name: w('reports.title') }).count(), 0);
  await page.goto(`${server.url}/app/accounts/1/reports`);
  await page.getByText(w('reports.failed')).waitFor();
  await page.context().close();
});

for (const locale of LOCALES) {
  test(`${locale}: nothing for axe, wide and on a phone, light and dark`, async () => {
    const speaks = wordsOf(locale);
    for (const [colorScheme, viewport] of [['light', undefined], ['dark', PHONE], ['dark', undefined], ['light', PHONE]]) {
      const page = await open(browser, { locale, colorScheme, ...(viewport && { viewport, hasTouch: true, isMobile: true }) });
      await signIn(page, server.url, demo);
      if (!viewport && colorScheme === 'light') await speak(page, locale);
      for (const path of ['/reports', '/reports/agents']) {
        await page.goto(`${server.url}/app/accounts/1${path}`);
        await page.getByRole('table', { name: speaks('reports.by.agents') }).waitFor();
        await clean(page, `${locale} ${colorScheme} ${path}`);
      }
      await page.goto(`${server.url}/app/accounts/1/reports`);
      await page.locator('main button[aria-haspopup=dialog]').click();
      await page.getByRole('dialog').getByRole('grid').first().waitFor();
      assert.deepEqual(await axe(page), [], `${locale} ${colorScheme} period`);
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
  });
}
