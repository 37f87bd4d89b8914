// Whose customers people are: chosen for many and for one, a stand-in named, all handed over; and what a customer writes goes to their own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, launch, open, PHONE, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

const w = wordsOf('pt-BR');
let server, browser, api, page, demo, base, people;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  people = await api.get('agents');
  page = await open(browser);
  await signIn(page, server.url, demo);
  base = `${server.url}/app/accounts/${api.account}`;
});

after(async () => {
  assert.deepEqual(page?.faults, []);
  await browser?.close();
  await server?.remove();
});

const person = (name) => people.find((one) => one.name === name);
const ownerOf = async (id) => (await api.get(`contacts/${id}`)).payload.wallet_owner_id;

test('many customers are given to someone at once, and taken back', async () => {
  await page.goto(`${base}/contacts`);
  const rows = page.locator('a[data-contact]');
  await rows.first().waitFor();
  const ids = await rows.evaluateAll((all) => all.slice(0, 2).map((one) => Number(one.dataset.contact)));
  await api.call('PUT', `contacts/${ids[0]}/wallet`, { user_id: person('Diego Sampaio').id });
  const was = await Promise.all(ids.map(ownerOf));
  for (const id of ids) await page.getByRole('row').filter({ has: page.locator(`a[data-contact="${id}"]`) }).getByRole('checkbox').check();
  const bar = page.getByRole('toolbar', { name: w('contacts.bulk_bar') });
  await bar.getByRole('button', { name: w('wallet.title') }).click();
  await page.getByPlaceholder(w('wallet.search')).fill('camila');
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Enter');
  await page.getByText('2 clientes na carteira').waitFor();
  const camila = person('Camila Torres').id;
  await until(async () => (await Promise.all(ids.map(ownerOf))).every((id) => id === camila), 'both belong to her');
  await page.getByRole('button', { name: w('action.undo') }).click();
  await until(async () => JSON.stringify(await Promise.all(ids.map(ownerOf))) === JSON.stringify(was), 'as before');
});

test('by keyboard alone: whose a customer is is said, on a page that follows; what they write goes to that person', async () => {
  const { payload } = await api.get('search?q=Felipe%20Azevedo');
  const felipe = payload.contacts[0].id;
  await api.call('PUT', `contacts/${felipe}/wallet`, { user_id: null });
  await page.goto(`${base}/contacts/${felipe}`);
  const take = page.getByRole('button', { name: w('wallet.take') });
  await take.focus();
  await page.keyboard.press('Enter');
  await until(async () => (await ownerOf(felipe)) === api.user.id, 'mine');
  const change = page.getByRole('button', { name: w('wallet.owner') });
  await change.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Camila Torres' }).or(page.getByRole('menuitemcheckbox', { name: 'Camila Torres' })).waitFor();
  await page.keyboard.type('Cam');
  await page.keyboard.press('Enter');
  await until(async () => (await ownerOf(felipe)) === person('Camila Torres').id, 'hers');
  assert.deepEqual(await axe(page), []);
  await api.call('PUT', `contacts/${felipe}/wallet`, { user_id: api.user.id });
  await page.getByRole('region', { name: w('wallet.title') }).getByText('Helena Duarte').waitFor();

  const inbox = (await api.get('inboxes')).payload.find((one) => one.channel_type === 'Channel::Api');
  const { id } = await api.post('conversations', { contact_id: felipe, inbox_id: inbox.id });
  await until(async () => (await api.get(`conversations/${id}`)).meta.assignee?.id === api.user.id, 'it came to its owner');
  await page.goto(`${base}/all/conversations/${id}`);
  await page.getByRole('log').getByText(/cliente é da sua carteira/).waitFor();
});

test('the account’s wallets: strict or not, a stand-in for some days, all handed over', async () => {
  await page.goto(`${base}/settings/wallet`);
  const row = page.getByRole('row').filter({ hasText: 'Rafael Nogueira' });
  await row.waitFor();
  await page.getByRole('radio', { name: w('wallet.page.strict') }).check({ force: true });
  await page.getByText(w('wallet.page.saved')).waitFor();
  assert.equal((await api.get('wallet')).strict, true);
  await row.hover();
  await row.getByRole('button', { name: w('wallet.page.absenceOf', { name: 'Rafael Nogueira' }) }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(w('wallet.page.standIn')).click();
  await page.getByRole('option', { name: 'Larissa Prado' }).click();
  await dialog.getByLabel(w('wallet.page.from')).fill('2026-12-20');
  await dialog.getByLabel(w('wallet.page.until')).fill('2026-12-10');
  await dialog.getByRole('button', { name: w('wallet.page.save') }).click();
  await dialog.getByText('A ausência termina antes de começar.').waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.getByLabel(w('wallet.page.until')).fill('2099-01-10');
  await dialog.getByRole('button', { name: w('wallet.page.save') }).click();
  await dialog.waitFor({ state: 'detached' });
  await row.getByText('Larissa Prado').waitFor();
  const rafael = person('Rafael Nogueira').id;
  const size = async (id) => (await api.get('wallet')).people.find((one) => one.user_id === id)?.contacts ?? 0;
  const [his, hers] = [await size(rafael), await size(person('Larissa Prado').id)];
  await row.hover();
  await row.getByRole('button', { name: w('wallet.page.handOverOf', { name: 'Rafael Nogueira' }) }).click();
  await dialog.getByLabel(w('wallet.page.to')).click();
  await page.getByRole('option', { name: 'Larissa Prado' }).click();
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole('button', { name: w('wallet.page.handOver'), exact: true }).click();
  await page.getByText(`${his} clientes mudaram de dono`).waitFor();
  assert.deepEqual([await size(rafael), await size(person('Larissa Prado').id)], [0, his + hers]);
});

test('on a phone the page of wallets is whole', async () => {
  const phone = await open(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  await signIn(phone, server.url, demo);
  await phone.goto(`${base}/settings/wallet`);
  await phone.getByRole('row', { name: /^Larissa Prado/ }).waitFor();
  assert.deepEqual(await axe(phone), []);
  assert.deepEqual(phone.faults, []);
  await phone.context().close();
});
