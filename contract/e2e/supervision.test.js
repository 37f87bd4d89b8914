// A screen on a wall: made by a supervisor, seen without signing in, kept right by itself, taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, launch, open, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { wordsOf } from '../lib/words.js';

let server, browser, demo, boss;

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

test('a screen shows the queue without signing in, follows it, and goes when its link is taken back', async () => {
  const w = wordsOf('pt-BR');
  const page = await open(browser);
  await signIn(page, server.url, demo);
  await page.goto(`${server.url}/app/accounts/1/live`);
  await page.getByRole('button', { name: w('supervision.screens') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(w('supervision.screenName')).fill('TV do salão');
  await dialog.getByRole('button', { name: w('supervision.screenMake') }).click();
  const link = dialog.getByText(/\/tv\//);
  await link.waitFor();
  assert.deepEqual(await axe(page), []);
  const { pathname } = new URL((await link.innerText()).trim());

  const wall = await open(browser, { viewport: { width: 1920, height: 1080 } });
  await wall.goto(`${server.url}${pathname}`);
  await wall.getByRole('heading', { level: 1, name: 'TV do salão' }).waitFor();
  assert.deepEqual(await axe(wall), []);
  const waiting = async () => Number(await wall.locator('dd').first().innerText());
  const before = await waiting();
  assert.ok(before > 0, 'some wait');
  const { data } = await boss.get('conversations?place=queue');
  await boss.post(`conversations/${data.payload[0].id}/assignments`, { assignee_id: 1 });
  await until(async () => (await waiting()) === before - 1, 'the screen follows');
  for (const one of data.payload) assert.ok(!(await wall.content()).includes(one.meta.sender.name), 'nothing of customers');

  await dialog.getByRole('button', { name: w('supervision.screenOff', { name: 'TV do salão' }) }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: w('supervision.screenOffDo'), exact: true }).click();
  await dialog.getByText(w('supervision.screenNone')).waitFor();
  await wall.getByRole('heading', { level: 1, name: 'Esta tela não existe mais' }).waitFor();
  assert.deepEqual([...page.faults, ...wall.faults], []);
  await wall.context().close();
  await page.context().close();
});
