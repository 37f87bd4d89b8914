// Apps beside a conversation: made, refused with the reason, changed and removed on their page of the settings.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

let server, browser, demo, boss;
const w = wordsOf('pt-BR');

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  boss = await signInApi(server.url, demo);
});

after(async () => {
  await browser?.close();
  await server?.remove();
});

test('an app from its making to its end', async () => {
  const page = await open(browser);
  await signIn(page, server.url, demo);
  await page.goto(`${server.url}/app/accounts/1/settings/apps`);
  const button = (name) => page.getByRole('button', { name, exact: true });
  const kept = async (title) => (await boss.get('dashboard_apps')).find((one) => one.title === title);
  await button(w('dashboard_apps.new')).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(w('dashboard_apps.name')).fill('Estoque');
  await dialog.getByLabel(w('dashboard_apps.pages')).fill('http://erp.loja.example');
  await dialog.getByRole('button', { name: w('dashboard_apps.create') }).click();
  await dialog.getByText(w('dashboard_apps.pageWrong', { url: 'http://erp.loja.example' })).waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.getByLabel(w('dashboard_apps.pages')).fill('https://erp.loja.example/estoque\nhttps://crm.loja.example');
  await dialog.getByRole('button', { name: w('dashboard_apps.create') }).click();
  const made = await until(() => kept('Estoque'), 'it is made');
  assert.deepEqual(made.content.map((one) => one.url), ['https://erp.loja.example/estoque', 'https://crm.loja.example']);
  await page.getByRole('row', { name: /Estoque/ }).hover();
  await button(w('dashboard_apps.editOne', { title: 'Estoque' })).click();
  await dialog.getByLabel(w('dashboard_apps.name')).fill('Estoque e pedidos');
  await dialog.getByRole('button', { name: w('dashboard_apps.save') }).click();
  await until(() => kept('Estoque e pedidos'), 'it is renamed');
  await page.getByRole('row', { name: /Estoque e pedidos/ }).hover();
  await button(w('dashboard_apps.deleteOne', { title: 'Estoque e pedidos' })).click();
  await page.getByRole('alertdialog').or(dialog).getByRole('button', { name: w('dashboard_apps.delete') }).click();
  await until(async () => !(await kept('Estoque e pedidos')), 'it is gone');
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
