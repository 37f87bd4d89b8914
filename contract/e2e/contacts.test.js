// Contacts: listed, searched, made, edited in place, noted about, blocked, merged; by mouse and by keyboard, in three languages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { axe, launch, open, PHONE, signIn, until } from '../lib/browser.js';
import { Server } from '../lib/server.js';

const EVIL = '<img src=x onerror="window.__evil=1"><script>window.__evil=1</script>';
const ATTRIBUTES = [
  { attribute_display_name: 'CPF', attribute_display_type: 'cpf', attribute_model: 1 },
  { attribute_display_name: 'Limite', attribute_display_type: 'currency', attribute_model: 1 },
  { attribute_display_name: 'Entrega', attribute_display_type: 'date', attribute_model: 0 },
];
let server, browser, api, page, demo, base;

before(async () => {
  server = await Server.start({ demo: true });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  api = await signInApi(server.url, demo);
  for (const one of ATTRIBUTES) await api.post('custom_attribute_definitions', one);
  page = await open(browser);
  await signIn(page, server.url, demo);
  base = `${server.url}/app/accounts/${api.account}`;
});

after(async () => {
  assert.deepEqual(page?.faults, []);
  await browser?.close();
  await server?.remove();
});

const heading = (name) => page.getByRole('heading', { level: 1, name });

test('the list is searched while typing, ordered by column and goes on when scrolled', async () => {
  await page.goto(`${base}/contacts`);
  const rows = page.locator('a[data-contact]');
  await rows.first().waitFor();
  assert.deepEqual(await axe(page), []);
  await until(async () => {
    await rows.last().scrollIntoViewIfNeeded();
    return (await rows.count()) > 30;
  }, 'more than two pages are shown');
  await page.getByRole('button', { name: 'Nome' }).click();
  await page.locator('th[aria-sort=descending]').waitFor();
  await page.getByRole('searchbox').or(page.locator('input[type=search]')).fill('adriana');
  await until(async () => (await rows.count()) === 1, 'one is found');
  await page.locator('input[type=search]').fill('zzzz');
  await page.getByText('Nada com “zzzz”').waitFor();
  await page.locator('input[type=search]').fill('');
  await until(async () => (await rows.count()) > 10, 'all are back');
});

test('by keyboard alone: a contact is made, its page opened, a field and an attribute filled', async () => {
  await page.goto(`${base}/contacts`);
  await page.locator('a[data-contact]').first().waitFor();
  await page.keyboard.press('n');
  const name = page.getByLabel('Nome', { exact: true });
  await name.waitFor();
  await until(() => name.evaluate((field) => field === document.activeElement), 'the first field has the focus');
  await page.keyboard.type(EVIL);
  await page.keyboard.press('Tab');
  await page.keyboard.type('evil@exemplo.com.br');
  await page.keyboard.press('Tab');
  await page.keyboard.type('11 98888-7777');
  await page.keyboard.press('Enter');
  await heading(EVIL).waitFor();
  const add = page.getByRole('button', { name: 'Adicionar empresa' });
  await add.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(`Papelaria ${EVIL}`);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Editar Empresa/ }).waitFor();
  const cpf = page.getByRole('button', { name: 'Preencher CPF' });
  await cpf.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('52998224724');
  await page.keyboard.press('Enter');
  await page.getByText('Confira o CPF: os números não batem').waitFor();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Editar CPF: 529\.982\.247-25/ }).waitFor();
  assert.equal(await page.evaluate(() => window.__evil), undefined);
  assert.deepEqual(await axe(page), []);
});

test('a note is written, rewritten, thrown away and brought back', async () => {
  await page.getByRole('button', { name: 'Escrever nota' }).click();
  await page.getByLabel('Texto da nota').fill(`Prefere voz ${EVIL}`);
  await page.keyboard.press('Control+Enter');
  const note = page.locator('article[data-note]');
  await note.getByText('Prefere voz').waitFor();
  await note.getByRole('button', { name: 'Editar nota' }).click();
  await page.getByLabel('Texto da nota').fill('Prefere texto');
  await page.getByRole('button', { name: 'Salvar nota' }).click();
  await note.getByText('Prefere texto').waitFor();
  await note.getByRole('button', { name: 'Excluir nota' }).click();
  await note.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Desfazer' }).click();
  await note.getByText('Prefere texto').waitFor();
  assert.equal(await page.evaluate(() => window.__evil), undefined);
});

test('two with the same document are compared and become one', async () => {
  const { payload } = await api.post('contacts', { name: 'Ana Repetida', email: 'ana.repetida@exemplo.com.br', custom_attributes: { cpf: '529.982.247-25' } });
  await page.reload();
  await page.getByRole('button', { name: 'Comparar' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('ana.repetida@exemplo.com.br').waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole('radio', { name: 'Fica Ana Repetida' }).check();
  await dialog.getByRole('button', { name: 'Mesclar contatos' }).click();
  await heading('Ana Repetida').waitFor();
  const stays = await api.get(`contacts/${payload.contact.id}`);
  assert.equal(stays.payload.phone_number, '+5511988887777');
  assert.deepEqual(stays.payload.other_identities, [{ kind: 'email', value: 'evil@exemplo.com.br' }]);
  assert.equal((await api.get(`contacts/${payload.contact.id}/notes`)).length, 1);
  await page.getByText('Prefere texto').waitFor();
});

test('a conversation is started, then the contact blocked and unblocked', async () => {
  await page.getByRole('banner').getByRole('button', { name: 'Nova conversa' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mensagem').fill('Oi, tudo certo com o pedido?');
  await dialog.getByRole('button', { name: 'Enviar' }).click();
  await page.getByRole('log').getByText('Oi, tudo certo com o pedido?').waitFor();
  await page.getByRole('link', { name: 'Abrir contato' }).click();
  await heading('Ana Repetida').waitFor();
  await page.getByRole('button', { name: /Mais/ }).click();
  await page.getByRole('menuitem', { name: 'Bloquear contato' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Bloquear contato' }).click();
  await page.getByText(/Bloqueado em .* por Helena/).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole('button', { name: 'Desbloquear contato' }).click();
  await page.getByText(/Bloqueado em/).waitFor({ state: 'detached' });
});

test('the details keep the order and the folds they were given', async () => {
  await page.goto(`${base}/all/conversations/5`);
  await page.getByRole('log').waitFor();
  const details = page.locator('[data-pane=details]');
  const first = () => details.locator('[data-section]').first().getAttribute('data-section');
  await details.getByRole('button', { name: 'Preencher Entrega' }).waitFor();
  assert.equal(await first(), 'conversation');
  const grip = details.getByRole('button', { name: 'Mover Campos do atendimento' });
  await grip.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Mover para cima' }).waitFor();
  await page.keyboard.press('Enter');
  await until(async () => (await first()) === 'attributes-conversation', 'it stands first');
  await details.getByRole('button', { name: 'Preencher Entrega' }).click();
  await page.keyboard.type('22112026');
  await page.keyboard.press('Enter');
  await details.getByRole('button', { name: /Editar Entrega: 22\/11\/2026/ }).waitFor();
  assert.equal((await api.get('conversations/5')).custom_attributes.entrega, '2026-11-22');
  assert.deepEqual(await axe(page), []);
  // Kept on the server: another browser sees the same.
  await until(async () => JSON.stringify(await me()).includes('attributes-conversation'), 'the order is stored');
});

test('an address that is somebody else’s says whose it is, and leads to comparing the two', async () => {
  const { payload } = await api.post('contacts', { name: 'Dona do E-mail', email: 'dona@exemplo.com.br' });
  await page.goto(`${base}/all/conversations/5`);
  await page.getByRole('log').waitFor();
  const details = page.locator('[data-pane=details]');
  await details.getByRole('button', { name: /^(Editar E-mail|Adicionar e-mail)/ }).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('dona@exemplo.com.br');
  await page.keyboard.press('Enter');
  await details.getByText('Dona do E-mail já usa este endereço').waitFor();
  assert.deepEqual(await axe(page), []);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/clash.png` });
  await details.getByRole('status').getByRole('link', { name: 'Comparar' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('dona@exemplo.com.br').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal((await api.get(`contacts/${payload.contact.id}`)).payload.email, 'dona@exemplo.com.br');
});

/** The signed-in person, as the server keeps them. */
async function me() {
  const answer = await fetch(`${server.url}/api/v1/profile`, { headers: { api_access_token: api.token } });
  return answer.json();
}

test('a company is made from a contact, has its people and what they wrote, and leaves them when it goes', async () => {
  const { payload } = await api.get('search?q=Felipe%20Azevedo');
  const felipe = payload.contacts[0].id;
  await page.goto(`${base}/contacts/${felipe}`);
  const section = page.getByRole('region', { name: 'Empresa', exact: true });
  await section.getByRole('button', { name: /Escolher|Trocar/ }).click();
  await page.getByRole('menuitem', { name: 'Nova empresa' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Nome').fill('Azevedo & Filhos');
  await dialog.getByLabel('Domínio').fill('https://www.azevedo.example/loja');
  await dialog.getByLabel('CNPJ').fill('12.345.678/0001-00');
  await dialog.getByRole('button', { name: 'Criar empresa' }).click();
  await dialog.getByText('Confira o CNPJ: os dígitos não conferem.').waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog.getByLabel('CNPJ').fill('12.345.678/0001-95');
  await dialog.getByRole('button', { name: 'Criar empresa' }).click();
  await section.getByRole('link', { name: 'Azevedo & Filhos' }).click();
  await heading('Azevedo & Filhos').waitFor();
  await page.getByText('azevedo.example · CNPJ 12.345.678/0001-95', { exact: false }).waitFor();
  await page.getByRole('region', { name: 'Pessoas' }).getByRole('link', { name: 'Felipe Azevedo' }).waitFor();
  await page.getByRole('region', { name: 'Atendimentos' }).getByRole('link').first().waitFor();
  const field = page.getByPlaceholder('Adicionar pessoa');
  await field.fill('adriana');
  await page.getByRole('option', { name: /Adriana/ }).click();
  await page.getByRole('region', { name: 'Pessoas' }).getByRole('link', { name: /Adriana/ }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.goto(`${base}/companies`);
  await page.getByRole('searchbox').or(page.locator('input[type=search]')).first().fill('345678');
  await until(async () => (await page.locator('tbody tr').count()) === 1, 'found by a part of the CNPJ');
  await page.getByRole('link', { name: /Azevedo & Filhos/ }).click();
  await page.getByRole('button', { name: 'Excluir empresa' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Excluir empresa' }).click();
  await page.getByText('Azevedo & Filhos foi excluída').waitFor();
  assert.equal((await api.get(`contacts/${felipe}`)).payload.company, null);
});

test('in English and Spanish, and on a phone', async () => {
  for (const [locale, title, action] of [['en-US', 'Contacts', 'New'], ['es-ES', 'Contactos', 'Nuevo']]) {
    const other = await open(browser, { viewport: PHONE, locale, hasTouch: true });
    await fetch(`${server.url}/api/v1/profile`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', api_access_token: api.token },
      body: JSON.stringify({ profile: { ui_settings: { guiche_desk: { locale: locale.slice(0, 2) } } } }),
    });
    await signIn(other, server.url, demo);
    await other.goto(`${base}/contacts`);
    await other.getByRole('heading', { level: 1, name: title }).waitFor();
    await other.getByRole('button', { name: action, exact: true }).waitFor();
    assert.deepEqual(await axe(other), []);
    await other.locator('a[data-contact]').first().click();
    await other.getByRole('tab').first().waitFor();
    const wide = await other.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, 'nothing is wider than the phone');
    assert.deepEqual(await axe(other), []);
    assert.deepEqual(other.faults, []);
    await other.context().close();
  }
});
