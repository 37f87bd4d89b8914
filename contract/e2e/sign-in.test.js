// Every way in, by keyboard and in three languages, with letters read from a real mail server: an invitation, a new
// password, a confirmed address, a second factor.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';

import { bootstrap, signIn as signInApi } from '../lib/api.js';
import { PHONE, axe, launch, open, signIn, until } from '../lib/browser.js';
import { MailServer } from '../lib/mail.js';
import { Server } from '../lib/server.js';

const FRESH = 'cavalo bateria grampo';
let mail, server, browser, boss, demo;

before(async () => {
  mail = await MailServer.start();
  server = await Server.start({ demo: true, env: mail.env });
  browser = await launch();
  ({ demo } = await bootstrap(server.url));
  boss = await signInApi(server.url, demo);
});
after(async () => {
  await browser?.close();
  await server?.remove();
  mail?.stop();
});

/** Picture of a page where SHOTS names a folder. */
async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
}

async function inside(page) {
  await until(() => /\/app\/accounts\/1\//.test(page.url()), 'the desk');
  await page.locator('#main').waitFor();
}

/** The code of an authenticator app. */
function code(secret, at = Date.now()) {
  const bits = [...secret.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('an invitation comes by letter and is accepted by keyboard', async () => {
  const invited = await boss.post('agents', { name: 'Tomás Alves', email: 'tomas@lojaaurora.example', role: 'agent' });
  assert.equal(invited.invitation_mailed, true);
  const letter = await mail.link('tomas@lojaaurora.example', 'invitation');
  assert.match(letter.subject, /convidou você para a equipe/);
  assert.equal(letter.url, invited.invitation_url);
  assert.ok(letter.text.split(/\r?\n/).every((line) => line.includes('://') || line.length <= 72));
  const page = await open(browser);
  await page.goto(letter.url);
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'invitation');
  await page.getByLabel('Senha', { exact: true }).focus();
  await page.keyboard.type('senha1234');
  await page.keyboard.press('Enter');
  await page.getByText('fácil de adivinhar').waitFor();
  await page.getByLabel('Senha', { exact: true }).fill(FRESH);
  await page.keyboard.press('Enter');
  await inside(page);
  await page.goto(letter.url);
  await page.getByText('Este convite não vale mais').waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

for (const [locale, words] of [
  ['pt-BR', { forgot: 'Esqueci a senha', email: 'E-mail', password: 'Senha', asked: 'Confira seu e-mail' }],
  ['en', { forgot: 'Forgot password', email: 'E-mail', password: 'Password', asked: 'Check your e-mail' }],
  ['es', { forgot: 'Olvidé mi contraseña', email: 'Correo', password: 'Contraseña', asked: 'Revisa tu correo' }],
]) {
  test(`a new password by letter, by keyboard (${locale})`, async () => {
    const address = `${locale.toLowerCase()}@lojaaurora.example`;
    const { invitation_url: link } = await boss.post('agents', { name: `Pessoa ${locale}`, email: address, role: 'agent' });
    const path = `${server.url}/api/v1/invitations/${link.split('/').pop()}`;
    const joined = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Pessoa ${locale}`, password: 'uma senha bem velha' }),
    });
    assert.equal(joined.status, 200);
    const page = await open(browser, { locale, viewport: locale === 'es' ? PHONE : undefined, colorScheme: locale === 'en' ? 'dark' : 'light' });
    await page.goto(`${server.url}/app/sign-in`);
    await page.getByRole('link', { name: words.forgot }).focus();
    await shot(page, `sign-in-${locale}`);
    await page.keyboard.press('Enter');
    await page.getByLabel(words.email, { exact: true }).waitFor();
    await until(() => page.evaluate(() => document.activeElement?.tagName === 'INPUT'), 'the focus in the field');
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words.asked }).waitFor();
    assert.deepEqual(await axe(page), []);
    await shot(page, `asked-${locale}`);
    const letter = await mail.link(address, 'password');
    await page.goto(letter.url);
    const box = page.getByLabel(words.password, { exact: true });
    await box.waitFor();
    assert.deepEqual(await axe(page), []);
    await shot(page, `new-password-${locale}`);
    await box.focus();
    await page.keyboard.type(FRESH);
    await page.keyboard.press('Enter');
    await inside(page);
    await until(() => mail.letters().find((l) => l.to === address && !l.text.includes('/app/')), 'the word that it was changed');
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('a second factor is turned on, asked for, and its recovery codes open once', async () => {
  const page = await open(browser);
  await signIn(page, server.url, demo);
  await page.goto(`${server.url}/app/accounts/1/profile`);
  await page.getByRole('heading', { name: 'Verificação em duas etapas' }).waitFor();
  await shot(page, 'profile');
  await page.getByRole('button', { name: 'Ligar', exact: true }).click();
  await page.getByRole('img', { name: 'Código QR para o aplicativo' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await shot(page, 'mfa-setup');
  const secret = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText();
  await page.getByLabel('Código que o aplicativo mostra').fill(code(secret));
  await page.keyboard.press('Enter');
  await page.getByText('Guarde estes códigos').waitFor();
  await shot(page, 'mfa-codes');
  const codes = await page.locator('[role=dialog] li').allInnerTexts();
  assert.equal(codes.length, 10);
  await page.getByRole('button', { name: 'Guardei os códigos' }).click();
  await page.getByText('10 códigos de recuperação').waitFor();
  await page.context().close();

  const again = await open(browser);
  await again.goto(`${server.url}/app/`);
  await again.locator('input[type=email]').fill(demo.email);
  await again.locator('input[type=password]').fill(demo.password);
  await again.keyboard.press('Enter');
  await again.getByRole('heading', { name: 'Só mais um passo' }).waitFor();
  assert.deepEqual(await axe(again), []);
  await shot(again, 'second-step');
  await again.keyboard.type('000000');
  await again.getByText('O código não confere').waitFor();
  await again.getByRole('button', { name: 'Usar código de recuperação' }).click();
  await again.keyboard.type(codes[0]);
  await again.keyboard.press('Enter');
  await inside(again);
  assert.deepEqual(again.faults, []);
  await again.context().close();
});
