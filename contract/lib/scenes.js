// What the screenshots show: pages by address, and what has to be done to see the rest.
import { Chat } from './browser.js';

const LONG = 'Maria Aparecida Fernandes de Albuquerque Cavalcanti e Silva dos Santos Oliveira';
const WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

/** The conversation to look at, one whose every name is long, a contact, an invitation, a survey. */
export async function prepare(api, { plain = false } = {}) {
  const { payload } = await api.get('search?q=Felipe%20Azevedo');
  const contact = payload.contacts[0];
  const { data } = await api.get('conversations?status=open&assignee_type=all');
  const long = data.payload.at(-1);
  if (!plain) {
    await api.call('PUT', `contacts/${long.meta.sender.id}`, { name: LONG });
    await api.post(`conversations/${long.id}/messages`, { content: `${WORD} https://example.com/${'a'.repeat(180)}` });
  }
  if (!plain) await longNames(api);
  const main = data.payload.find((c) => c.meta.sender.id === contact.id) ?? data.payload[0];
  const invited = await api.post('agents', { name: 'Beatriz Lemos', email: 'beatriz@aurora.example', role: 'agent' });
  const inbox = (await api.get('inboxes')).payload.find((one) => one.website_token);
  const survey = plain ? undefined : await api.post(`conversations/${main.id}/csat`);
  return {
    main: main.id, long: long.id, contact: contact.id, longContact: long.meta.sender.id, inbox: inbox.id, token: inbox.website_token,
    invitation: invited.invitation_url, survey: survey?.url,
  };
}

/** One thing of a long name on each page of the settings that lists what people have made. */
async function longNames(api) {
  await api.post('custom_roles', { name: LONG.slice(0, 60), description: LONG, permissions: ['conversation_manage'] });
  await api.post('webhooks', { webhook: { name: LONG, url: `https://example.com/${'a'.repeat(180)}`, subscriptions: ['message_created', 'conversation_status_changed'] } });
  await api.post('agent_bots', { name: LONG, description: WORD, outgoing_url: `https://example.com/${'b'.repeat(120)}` });
  await api.post('custom_attribute_definitions', {
    attribute_display_name: LONG, attribute_description: WORD, attribute_key: 'muito_comprido', attribute_display_type: 'list', attribute_model: 'contact_attribute',
    attribute_values: [WORD, 'Curta', LONG],
  });
  await api.post('dashboard_apps', { title: 'Pedidos da loja', content: [{ type: 'frame', url: 'https://example.com/' }] });
  await api.post('labels', { title: 'um-marcador-de-nome-bem-comprido-que-ninguem-daria-a-um', color: '#6e56cf', show_on_sidebar: true });
  await api.post('teams', { name: LONG.slice(0, 60), description: WORD });
  await api.post('canned_responses', { short_code: 'um_atalho_de_nome_bem_comprido', content: `${LONG} ${WORD} `.repeat(6) });
}

/** Pages of the desk: name to address below the account. */
export const DESK_PAGES = (facts) => ({
  inbox: '', queue: '/queue', mine: '/mine', mentions: '/mentions', history: '/history',
  conversation: `/all/conversations/${facts.main}`, 'conversation-long': `/all/conversations/${facts.long}`,
  contacts: '/contacts', companies: '/companies', company: '/companies/1', contact: `/contacts/${facts.contact}`, 'contact-long': `/contacts/${facts.longContact}`,
  settings: '/settings', account: '/settings/account', mail: '/settings/mail', people: '/settings/agents', teams: '/settings/teams', team: '/settings/teams/1',
  inboxes: '/settings/inboxes', 'inbox-new': '/settings/inboxes/new',
  'inbox-look': `/settings/inboxes/${facts.inbox}/look`, 'inbox-welcome': `/settings/inboxes/${facts.inbox}/welcome`,
  'inbox-form': `/settings/inboxes/${facts.inbox}/form`, 'inbox-install': `/settings/inboxes/${facts.inbox}/install`,
  'inbox-hours': `/settings/inboxes/${facts.inbox}/hours`, 'inbox-rating': `/settings/inboxes/${facts.inbox}/rating`,
  'inbox-service': `/settings/inboxes/${facts.inbox}/service`, 'inbox-members': `/settings/inboxes/${facts.inbox}/members`,
  'inbox-waiting': `/settings/inboxes/${facts.inbox}/waiting`, live: '/live',
  roles: '/settings/roles', audit: '/settings/audit', assignment: '/settings/assignment', pauses: '/settings/pauses',
  closing: '/settings/closing', transfers: '/settings/transfers', wallet: '/settings/wallet',
  labels: '/settings/labels', canned: '/settings/canned', attributes: '/settings/attributes', webhooks: '/settings/webhooks',
  bots: '/settings/bots', 'video-calls': '/settings/video-calls', apps: '/settings/apps', 'notice-choices': '/settings/notifications', profile: '/profile', notices: '/notifications',
  reports: '/reports', 'reports-agents': '/reports/agents', 'reports-empty': '/reports?from=2020-01-01&to=2020-01-31', 'reports-time': '/reports?show=firstResponse',
});

const conversation = async (page, { account, facts }) => {
  await page.goto(`${account}/all/conversations/${facts.main}`);
  await page.getByRole('log').waitFor();
};

/** What is opened on the desk's pages. */
export const deskScenes = {
  'conversation-details': async (page, more) => {
    await page.goto(`${more.account}/all/conversations/${more.facts.main}${more.phone ? '/details' : ''}`);
    await page.locator('[data-pane=details]').waitFor();
  },
  palette: async (page, more) => {
    await conversation(page, more);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').first().waitFor();
  },
  'palette-search': async (page, more) => {
    await conversation(page, more);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').first().fill('troca');
    await page.getByRole('option').nth(3).waitFor();
  },
  peek: async (page, { account }) => {
    await page.goto(`${account}/queue`);
    await page.locator('[role=option]').nth(2).focus();
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.locator('#main section [role=log]').waitFor();
  },
  ...Object.fromEntries(
    ['roles', 'attributes', 'webhooks', 'bots', 'labels', 'canned', 'agents', 'teams'].map((name) => [
      `new-${name}`,
      async (page, { account }) => {
        await page.goto(`${account}/settings/${name}`);
        await page.locator('#main header button').last().click();
        await page.locator('[role=dialog] input, main form input').first().waitFor();
      },
    ]),
  ),
  ...Object.fromEntries(
    ['rule', 'capacity'].map((name, at) => [
      `new-${name}`,
      async (page, { account }) => {
        await page.goto(`${account}/settings/assignment`);
        await page.locator('#main main button, #main button').filter({ hasText: /Nov|New|Nuev/ }).nth(at).click();
        await page.locator('[role=dialog] input').first().waitFor();
      },
    ]),
  ),
  snooze: async (page, more) => {
    await conversation(page, more);
    await page.getByRole('log').focus();
    await page.keyboard.press('s');
    await page.locator('form input[type=datetime-local]').waitFor();
  },
  'inbox-wizard-look': async (page, more) => {
    await page.goto(`${more.account}/settings/inboxes/new`);
    await page.locator('main form button[type=submit]').click();
    await page.locator('main form input').first().waitFor();
  },
  'inbox-wizard-members': async (page) => {
    await page.locator('main form input').first().fill('Chat da loja');
    await page.locator('main form button[type=submit]').click();
    await page.getByRole('combobox').first().waitFor();
  },
  'inbox-wizard-ready': async (page) => {
    await page.locator('main form button[type=submit]').click();
    await page.locator('main pre, main code').first().waitFor();
  },
};

/** What only the guide shows. */
export const guideScenes = {
  peek: async (page, { account }) => {
    await page.goto(`${account}/queue`);
    await page.locator('[role=option]').nth(2).focus();
    await page.locator('[role=option]').nth(2).hover();
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await page.getByText('Só leitura').waitFor();
  },
  filter: async (page, { account }) => {
    await page.goto(`${account}/all`);
    await page.getByRole('button', { name: 'Filtrar' }).click();
    await page.getByRole('dialog').waitFor();
  },
  notices: async (page, { account }) => {
    await page.goto(`${account}/all`);
    await page.getByRole('button', { name: /^Avisos/ }).click();
    await page.getByRole('dialog').waitFor();
  },
  webhooks: async (page, { account, api }) => {
    await api.post('webhooks', { webhook: { name: 'ERP da loja', url: 'https://erp.loja.example/guiche', subscriptions: ['message_created', 'conversation_status_changed'] } });
    await page.goto(`${account}/settings/webhooks`);
    await page.getByText('ERP da loja').waitFor();
  },
};

/** Pages without signing in. */
export const publicScenes = {
  'sign-in': async (page, { url }) => {
    await page.goto(`${url}/app/`);
    await page.locator('input[type=email]').waitFor();
  },
  'sign-in-wrong': async (page, { url }) => {
    await page.goto(`${url}/app/`);
    await page.locator('input[type=email]').fill('helena@aurora.com.br');
    await page.locator('input[type=password]').fill('errada-de-novo');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').first().waitFor();
  },
  forgot: (page, { url }) => page.goto(`${url}/app/forgot`),
  invitation: (page, { url, facts }) => page.goto(url + new URL(facts.invitation).pathname),
  'invitation-gone': (page, { url }) => page.goto(`${url}/app/invitation/none`),
  guide: (page, { url, locale }) => page.goto(`${url}/docs/${locale}/inbox`),
  'guide-search': (page, { url, locale }) => page.goto(`${url}/docs/${locale}?q=chat`),
  survey: (page, { facts }) => page.goto(facts.survey),
  'api-docs': (page, { url }) => page.goto(`${url}/api/docs`),
  'widget-try': (page, { url, facts }) => page.goto(`${url}/widget/try?website_token=${facts.token}`),
};

const onPhone = (page) => page.viewportSize().width < 480;
const panel = async (page, { url, facts, locale }) => {
  if (!onPhone(page)) await page.setViewportSize({ width: 380, height: 640 });
  await page.goto(`${url}/widget?website_token=${facts.token}&locale=${locale}`);
  await page.locator('.panel').waitFor();
};
const begin = (page) => page.locator('.main-button, .card .line').first().click();

/** The chat on the shop's page, and its panel alone. */
export const widgetScenes = {
  shop: (page, { url }) => page.goto(`${url}/demo`),
  'shop-open': async (page, { url }) => {
    const chat = await Chat.visit(page, url);
    await chat.frame.locator('body').waitFor();
  },
  'widget-home': panel,
  'widget-offline': async (page, more) => {
    await panel(page, more);
    await begin(page);
    await page.locator('form textarea').waitFor();
  },
  'widget-prechat': async (page, more) => {
    await more.api.patch(`inboxes/${more.facts.inbox}`, { channel: { pre_chat_form_enabled: true, offline_form_enabled: false } });
    try {
      await panel(page, more);
      await begin(page);
      await page.locator('form input').first().waitFor();
    } finally {
      await more.api.patch(`inboxes/${more.facts.inbox}`, { channel: { pre_chat_form_enabled: false } });
    }
  },
  'widget-chat': async (page, more) => talk(page, more),
  'widget-rating': async (page, more) => {
    await more.api.patch(`inboxes/${more.facts.inbox}`, { csat_survey_enabled: true });
    const number = await talk(page, more);
    await more.api.post(`conversations/${number}/toggle_status`, { status: 'resolved' });
    await page.getByRole('radio').first().waitFor();
  },
  'widget-past': async (page, more) => {
    // The shop's page is what knows a visitor again.
    await more.api.patch(`inboxes/${more.facts.inbox}`, { channel: { offline_form_enabled: false } });
    const chat = await Chat.visit(page, more.url);
    await chat.enter();
    await chat.write('O copo da moringa veio lascado');
    await chat.message('O copo da moringa veio lascado').waitFor();
    const { data } = await more.api.get('conversations?status=all&sort_by=created_at_desc');
    await more.api.post(`conversations/${data.payload[0].id}/messages`, { content: 'Que pena! Já separei um copo novo para você, sem custo.' });
    await more.api.post(`conversations/${data.payload[0].id}/toggle_status`, { status: 'resolved' });
    await page.reload();
    await chat.show();
    await chat.frame.locator('.card').first().waitFor();
  },
};

/** A visitor and an agent write; answers the conversation's number. */
async function talk(page, more) {
  await more.api.patch(`inboxes/${more.facts.inbox}`, { channel: { offline_form_enabled: false } });
  await panel(page, more);
  await begin(page);
  const before = (await more.api.get('conversations?status=all&sort_by=created_at_desc')).data.payload[0].id;
  await page.locator('textarea').fill('O copo da moringa veio lascado');
  await page.locator('textarea').press('Enter');
  const newest = async () => (await more.api.get('conversations?status=all&sort_by=created_at_desc')).data.payload[0];
  let found;
  for (let i = 0; i < 50 && !found; i++) {
    found = await newest();
    if (found.id === before) found = undefined;
    if (!found) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await more.api.post(`conversations/${found.id}/messages`, { content: 'Que pena! Já separei um copo novo para você, sem custo.' });
  await page.getByText('Já separei um copo novo').waitFor();
  return found.id;
}

/** A fresh installation. */
export const setupScenes = {
  setup: async (page, { url }) => {
    await page.goto(`${url}/app/`);
    await page.locator('input').first().waitFor();
  },
};
