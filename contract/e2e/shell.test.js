// An agent's first hour, by mouse and by keys alone, in three languages; two agents on one conversation; a page at 200 %.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, covered, Desk, focused, launch, open, signIn, speak, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';
import { LOCALES, wordsOf } from '../lib/words.js';

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

const RAFAEL = 'rafael@lojaaurora.example';
const CAMILA = 'camila@lojaaurora.example';
const person = (email) => ({ email, password: demo.password });
const conversation = (number) => boss.get(`conversations/${number}`);
const last = async (number) => (await boss.messages(number)).at(-1);
const numberOf = (page) => Number(/conversations\/(\d+)/.exec(page.url())?.[1]);
const storedStatus = (number, status) => until(async () => (await conversation(number)).status === status, `it is ${status}`);

/** Closes what is open, as Esc does, and holds that the focus is back on what opened it. */
async function closes(page, opener) {
  await page.keyboard.press('Escape');
  await until(() => opener.evaluate((one) => one === document.activeElement), 'the focus is back on what opened it');
}

for (const locale of LOCALES) {
  const w = wordsOf(locale);

  test(`${locale}, by mouse: an agent's first hour`, async () => {
    const page = await open(browser, { locale });
    await signIn(page, server.url, person(RAFAEL));
    await speak(page, locale);
    const desk = new Desk(page);
    const button = (name) => page.getByRole('button', { name, exact: true });
    const entry = (name) => page.getByRole('menuitem').or(page.getByRole('menuitemradio')).or(page.getByRole('menuitemcheckbox')).filter({ hasText: name });

    // Pauses, comes back, and looks for help.
    const me = page.getByRole('complementary', { name: w('shell.sidebar') }).locator('button[aria-haspopup=menu]').last();
    await me.click();
    await entry(w('availability.no_reason')).click();
    await me.getByText(w('availability.busy')).waitFor();
    await me.click();
    await entry(w('availability.online')).click();
    await me.getByText(w('availability.online')).waitFor();
    await me.click();
    await entry(w('shortcuts.title')).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    // Takes the first of the queue.
    await page.getByRole('link', { name: new RegExp(`^${w('view.queue')}`) }).click();
    const first = page.locator('[role=option][data-number]').first();
    await first.click();
    await desk.log.waitFor();
    const number = numberOf(page);
    await button(w('action.claim')).or(page.getByRole('button', { name: new RegExp(`^${w('action.claim')}`) })).first().click();
    await until(async () => (await conversation(number)).meta.assignee?.name.startsWith('Rafael'), 'Rafael has it');

    // Answers with a prepared text and one of his own; tells the team.
    await button(w('canned.title')).click();
    await page.getByRole('dialog').getByRole('option').first().click();
    await until(async () => (await desk.composer.innerText()).trim().length > 5, 'the prepared text is in the composer');
    await button(w('composer.send')).click();
    await until(async () => (await last(number)).message_type === 1, 'it was sent');
    await page.getByRole('tab', { name: w('composer.private') }).click();
    await desk.composer.click();
    await page.keyboard.type('Conferir com o estoque');
    await button(w('composer.save_note')).click();
    await until(async () => (await last(number)).private === true, 'the note is kept');
    await page.getByRole('tab', { name: w('composer.reply') }).click();

    // Sorts it: label, priority, snooze taken back.
    const more = button(w('action.more'));
    await more.click();
    await entry(w('labels.title')).click();
    const labels = page.getByRole('dialog');
    await labels.getByRole('option').first().click();
    await until(async () => (await conversation(number)).labels.length > 0, 'it has a label');
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press('Escape');
    await labels.waitFor({ state: 'detached' });
    await more.click();
    await entry(w('details.priority')).click();
    await entry(w('priority.high')).click();
    await until(async () => (await conversation(number)).priority === 'high', 'it is of high priority');
    await button(w('action.snooze')).click();
    await page.getByRole('dialog').getByRole('button', { name: w('snooze.tomorrow') }).click();
    await storedStatus(number, 'snoozed');
    await button(w('action.undo')).click();
    await storedStatus(number, 'open');

    // Resolves it and finds it again.
    await page.getByRole('button', { name: new RegExp(`^${w('action.resolve')}`) }).first().click();
    await storedStatus(number, 'resolved');
    await page.getByRole('link', { name: w('view.history') }).click();
    await desk.row(number).waitFor();
    await page.getByRole('button', { name: w('keys.palette') }).click();
    await page.getByRole('combobox').fill('Conferir com o estoque');
    await page.getByRole('dialog').getByRole('option').first().click();
    await desk.message('Conferir com o estoque').waitFor();
    assert.equal(numberOf(page), number);

    await me.click();
    await entry(w('account.sign_out')).click();
    await page.locator('input[type=email]').waitFor();
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${locale}, by keys alone: an agent's first hour`, async () => {
    const page = await open(browser, { locale });
    await page.goto(`${server.url}/app/`);
    await until(() => page.evaluate(() => document.activeElement?.type === 'email'), 'the e-mail is focused');
    await page.keyboard.type(CAMILA);
    await page.keyboard.press('Tab');
    await page.keyboard.type(demo.password);
    await page.keyboard.press('Enter');
    const rows = page.locator('[role=option][data-number]');
    await rows.first().waitFor();
    await speak(page, locale);
    const desk = new Desk(page);
    const press = (key) => page.keyboard.press(key);
    const choose = async (text) => {
      await until(async () => (await focused(page)).role === 'combobox', 'the search of the choices has the focus');
      await page.keyboard.type(text);
      await page.getByRole('option', { name: text }).first().waitFor();
      await press('Enter');
    };

    // The first stop leads past the sidebar.
    await press('Tab');
    await until(async () => (await focused(page)).text === w('shell.skip'), 'the first stop skips to the content');
    await press('Enter');
    assert.equal((await focused(page)).id, 'main');

    // To the queue by the palette, and a look without opening.
    await press('ControlOrMeta+k');
    await choose(w('view.queue'));
    await page.getByRole('heading', { level: 1, name: w('view.queue') }).waitFor();
    await rows.first().waitFor();
    await press('j');
    await press(' ');
    await page.getByRole('button', { name: w('peek.close') }).waitFor();
    assert.deepEqual(await axe(page), []);
    await press('Escape');
    await press('Enter');
    await desk.log.waitFor();
    const number = numberOf(page);
    assert.ok(!(await conversation(number)).meta.assignee, 'looking takes nothing');

    await press('m');
    await until(async () => (await conversation(number)).meta.assignee?.name.startsWith('Camila'), 'Camila has it');
    await press('r');
    await until(async () => (await focused(page)).editable, 'the composer is focused');
    await page.keyboard.type('/');
    await page.getByRole('option').filter({ hasText: '/' }).or(page.getByRole('listbox', { name: w('canned.title') }).getByRole('option')).first().waitFor();
    await press('Enter');
    await until(async () => (await desk.composer.innerText()).trim().length > 5, 'the prepared text is in the composer');
    await press('Enter');
    await until(async () => (await last(number)).message_type === 1, 'it was sent');
    // The window hears of it a moment after the server has it.
    await page.waitForLoadState('networkidle');
    await press('Escape');
    await until(async () => !(await focused(page)).editable, 'the composer is left');
    await press('n');
    await until(async () => (await focused(page)).editable, 'the note is focused');
    await page.keyboard.type('Vale olhar @hel');
    await page.getByRole('option', { name: /Helena/ }).waitFor();
    await press('Enter');
    await page.keyboard.type(' depois');
    await press('Enter');
    await until(async () => /depois/.test((await last(number)).content), 'the note is kept');
    await press('Escape');

    await press('p');
    await choose(w('priority.urgent'));
    await until(async () => (await conversation(number)).priority === 'urgent', 'it is urgent');
    assert.ok(!(await focused(page)).lost, 'the focus is kept after a choice');
    await press('l');
    await until(async () => (await focused(page)).role === 'combobox', 'the labels are open');
    await press('Enter');
    await until(async () => (await conversation(number)).labels.length > 0, 'it has a label');
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.ok(!(await focused(page)).lost, 'the focus is kept after a dialog');
    await press('s');
    await until(async () => (await focused(page)).text.includes(w('snooze.hour')), 'the first moment has the focus');
    await press('Enter');
    await storedStatus(number, 'snoozed');
    await press('ControlOrMeta+k');
    await choose(w('palette.reopen'));
    await storedStatus(number, 'open');

    // Every pane is reached, none holds the focus.
    const panes = new Set();
    for (let i = 0; i < 6; i++) {
      await press('F6');
      panes.add(await page.evaluate(() => document.activeElement?.getAttribute('role') ?? document.activeElement?.tagName));
    }
    assert.ok(panes.size >= 3, [...panes].join(', '));
    await press('Escape');
    await press('?');
    await page.getByRole('dialog', { name: w('shortcuts.title') }).waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('e');
    await storedStatus(number, 'resolved');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('two agents on one conversation see each other, and one takes over from the other', async () => {
  const [one, two] = [await open(browser), await open(browser)];
  await Promise.all([signIn(one, server.url, demo), signIn(two, server.url, person(RAFAEL))]);
  await speak(two, 'pt-BR');
  const [helena, rafael] = [new Desk(one), new Desk(two)];
  const { data } = await boss.get('conversations?place=queue');
  const number = data.payload.find((c) => c.meta.team?.name === 'Entregas' || !c.meta.team).id;
  await helena.go(server.url, number);
  await rafael.go(server.url, number);
  await one.getByRole('img', { name: /Rafael.* também está vendo/ }).first().waitFor();
  await two.getByRole('img', { name: /Helena.* também está vendo/ }).first().waitFor();
  await helena.composer.click();
  await one.keyboard.type('Estou vendo com a transp');
  await rafael.log.getByText(/Helena.*está digitando/).waitFor();
  await two.keyboard.press('n');
  await two.keyboard.type('Posso ficar com esse');
  await two.keyboard.press('Enter');
  await helena.message('Posso ficar com esse').waitFor();
  // Helena's sending is held: something came while she wrote.
  await one.keyboard.press('Enter');
  await one.getByRole('alert').filter({ hasText: 'Enviar assim mesmo' }).waitFor();
  assert.ok(!(await boss.messages(number)).some((m) => m.content?.startsWith('Estou vendo')));
  await two.keyboard.press('Escape');
  await two.getByRole('button', { name: /^Assumir/ }).first().click();
  await until(async () => (await conversation(number)).meta.assignee?.name.startsWith('Rafael'), 'Rafael has it');
  await one.getByRole('button', { name: /^Assumir/ }).first().waitFor({ state: 'detached' });
  // What she had written is still hers.
  assert.match(await helena.composer.innerText(), /Estou vendo com a transp/);
  await rafael.reply('Oi! Já falo com a transportadora');
  await helena.message('Oi! Já falo com a transportadora').waitFor();
  assert.equal((await boss.messages(number)).filter((m) => m.content === 'Oi! Já falo com a transportadora').length, 1);
  assert.deepEqual([...one.faults, ...two.faults], []);
  await Promise.all([one.context().close(), two.context().close()]);
});

test('what opens from a button gives the focus back, and moves for nobody who asked for rest', async () => {
  const page = await open(browser);
  await signIn(page, server.url, demo);
  const desk = new Desk(page);
  await page.locator('[role=option][data-number]').first().click();
  await desk.log.waitFor();
  await desk.composer.waitFor();
  for (const name of [/^Avisos/, /^Situação/, /^Ordem/, /^Filtrar/, /^Transferir/, /^Adiar/, /^Mais ações/, /^Outras situações/, /^Emoji/, /^Respostas prontas/]) {
    const opener = page.getByRole('button', { name }).first();
    await opener.click();
    const over = page.locator('[role=dialog], [role=menu]').last();
    await over.waitFor();
    const moves = await over.evaluate((one) => Number.parseFloat(getComputedStyle(one).animationDuration));
    assert.ok(!(moves > 0.001), `${name} moves for ${moves} s`);
    // What opened, and not a list inside of a part that keeps its own document.
    const inside = () => [...document.querySelectorAll('[role=dialog], [role=menu]')].at(-1)?.contains(document.activeElement);
    await until(() => page.evaluate(inside), `the focus is in what ${name} opened`);
    await closes(page, opener);
    await over.waitFor({ state: 'detached' });
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('at 200 % nothing is hidden, nothing lies over another', async () => {
  const page = await open(browser, { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
  await signIn(page, server.url, demo);
  const { data } = await boss.get('conversations?status=open&assignee_type=all');
  const found = {};
  for (const path of ['', '/queue', `/all/conversations/${data.payload[0].id}`, `/all/conversations/${data.payload[0].id}/details`, '/contacts', '/contacts/1', '/settings', '/settings/inboxes/1', '/settings/agents', '/profile']) {
    await page.goto(`${server.url}/app/accounts/1${path}`);
    await page.locator('#main h1:visible, #main h2:visible').first().waitFor();
    await page.waitForLoadState('networkidle');
    found[path] = await covered(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found[path].push(`${wide} px too wide`);
  }
  assert.deepEqual(Object.entries(found).filter(([, lines]) => lines.length > 0), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
