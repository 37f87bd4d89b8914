// The operations of @devlikeapro/n8n-nodes-chatwoot, read from the package and replayed: its paths, methods and header.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { stage } from './lib.js';

const require = createRequire(import.meta.url);
const { paths } = require('@devlikeapro/n8n-nodes-chatwoot/dist/nodes/ChatWoot/openapi.json');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const operations = Object.entries(paths).flatMap(([path, item]) => METHODS.filter((method) => item[method]).map((method) => ({ method, path, name: `${method.toUpperCase()} ${path}` })));

/** Parts of the product that do not exist here: their operations answer 404, never a made-up success. */
const ELSEWHERE = [/\/automation_rules/, /\/portals/, /^\/survey\//, /\/api\/v2\//, /^\/platform\//, /\/integrations\/hooks/];

let desk;
const made = {};
before(async () => {
  desk = await stage();
  const inbox = await desk.api('POST', 'inboxes', { name: 'Aplicativo', channel: { type: 'api' } });
  const contact = (await desk.api('POST', 'contacts', { name: 'Marina', inbox_id: inbox.id, email: 'marina@x.example' })).payload.contact;
  const talk = await desk.api('POST', 'conversations', { inbox_id: inbox.id, contact_id: contact.id });
  const message = await desk.api('POST', `conversations/${talk.id}/messages`, { content: 'Oi' });
  const source = talk.meta.sender && (await desk.api('GET', `conversations/${talk.id}`)).contact_inbox.source_id;
  Object.assign(made, {
    inbox: inbox.id,
    identifier: inbox.inbox_identifier,
    contact: contact.id,
    source,
    talk: talk.id,
    message: message.id,
    team: (await desk.api('POST', 'teams', { name: 'suporte' })).id,
    canned: (await desk.api('POST', 'canned_responses', { short_code: 'n8n', content: 'Oi' })).id,
    agent: (await desk.api('POST', 'agents', { name: 'Rafael', email: 'rafael@x.example', role: 'agent' })).id,
    webhook: (await desk.api('POST', 'webhooks', { url: 'https://n8n.example/hook' })).payload.webhook.id,
    bot: (await desk.api('POST', 'agent_bots', { name: 'Robô' })).id,
  });
  const filter = await desk.raw('POST', `/api/v1/accounts/${desk.account}/custom_filters`, { name: 'Pasta', type: 'conversation', filter_type: 'conversation', query: { payload: [] } });
  made.filter = filter.body?.id ?? 1;
  const field = await desk.raw('POST', `/api/v1/accounts/${desk.account}/custom_attribute_definitions`, {
    attribute_display_name: 'Pedido', attribute_key: 'pedido', attribute_display_type: 0, attribute_model: 0, attribute_description: 'Número',
  });
  made.field = field.body?.id ?? 1;
});
after(() => desk?.remove());

/** The path with what was made in place of its names. */
function filled(path) {
  const own = path.includes('/agent_bots/') ? made.bot : path.includes('/agents/') ? made.agent : path.includes('/canned_responses/') ? made.canned
    : path.includes('/contacts/') ? made.contact : path.includes('/inboxes/') ? made.inbox : path.includes('custom_attribute') ? made.field : 1;
  const values = {
    account_id: desk.account, inbox_identifier: made.identifier, contact_identifier: made.source, conversation_id: made.talk, message_id: made.message,
    team_id: made.team, webhook_id: made.webhook, custom_filter_id: made.filter, inbox_id: made.inbox, hook_id: 1, id: own, portal_id: 1,
  };
  const query = path.endsWith('/search') ? '?q=Marina' : path.endsWith('/conversations/meta') ? '?status=open' : path.includes('custom_attribute_definitions') ? '?attribute_model=0' : '';
  return path.replace(/\{(\w+)\}/g, (_, name) => values[name]) + query;
}

/** What each operation sends, as somebody would fill its form in. */
const BODIES = [
  ['POST', /\/agent_bots$/, { name: 'Outro robô', outgoing_url: 'https://bot.example/' }],
  ['PATCH', /\/agent_bots\//, { name: 'Robozinho' }],
  ['POST', /\/agents$/, { name: 'Bia', email: 'bia@x.example', role: 'agent' }],
  ['PATCH', /\/agents\//, { role: 'agent' }],
  ['POST', /\/canned_responses$/, { short_code: 'outra', content: 'Olá' }],
  ['PATCH', /\/canned_responses\//, { content: 'Olá de novo' }],
  ['POST', /\/custom_attribute_definitions$/, { attribute_display_name: 'Loja', attribute_key: 'loja', attribute_display_type: 0, attribute_model: 1, attribute_description: 'Qual' }],
  ['PATCH', /\/custom_attribute_definitions\//, { attribute_display_name: 'Nº do pedido' }],
  ['POST', /^\/public.*\/contacts$/, { name: 'Caio' }],
  ['PATCH', /^\/public.*\/contacts\/\{/, { name: 'Marina S.' }],
  ['POST', /^\/public.*\/messages$/, { content: 'Oi de novo' }],
  ['POST', /\/contacts$/, { name: 'Rui', inbox_id: () => made.inbox }],
  ['PUT', /\/contacts\//, { name: 'Marina Souza' }],
  ['POST', /\/contacts\/filter$/, { payload: [{ attribute_key: 'name', filter_operator: 'contains', values: ['Marina'], query_operator: null }] }],
  ['POST', /\/contact_inboxes$/, { inbox_id: () => made.inbox }],
  ['POST', /\/conversations\/filter$/, { payload: [{ attribute_key: 'status', filter_operator: 'equal_to', values: ['open'], query_operator: null }] }],
  ['POST', /\/api\/v1.*\/conversations$/, { inbox_id: () => made.inbox, contact_id: () => made.contact }],
  ['POST', /toggle_status$/, { status: 'open' }],
  ['POST', /toggle_priority$/, { priority: 'high' }],
  ['POST', /assignments$/, { assignee_id: () => desk.me.id }],
  ['POST', /\/labels$/, { labels: ['n8n'] }],
  ['POST', /\/inboxes\/$/, { name: 'Outra', channel: { type: 'api' } }],
  ['PATCH', /\/inboxes\//, { name: 'Aplicativo' }],
  ['POST', /set_agent_bot$/, { agent_bot: () => made.bot }],
  ['POST', /inbox_members$/, { inbox_id: () => made.inbox, user_ids: () => [made.agent] }],
  ['PATCH', /inbox_members$/, { inbox_id: () => made.inbox, user_ids: () => [made.agent] }],
  ['DELETE', /inbox_members$/, { inbox_id: () => made.inbox, user_ids: () => [made.agent] }],
  ['POST', /\/messages$/, { content: 'Pelo n8n', content_attributes: {} }],
  ['POST', /\/teams$/, { name: 'vendas' }],
  ['PATCH', /\/teams\/\{team_id\}$/, { description: 'Quem resolve' }],
  [/POST|PATCH|DELETE/, /team_members$/, { user_ids: () => [made.agent] }],
  ['POST', /\/custom_filters$/, { name: 'Outra', type: 'conversation', query: { payload: [] } }],
  ['PATCH', /\/custom_filters\//, { name: 'Pasta nova' }],
  ['POST', /\/webhooks$/, { url: 'https://n8n.example/outra', subscriptions: ['message_created'] }],
  ['PATCH', /\/webhooks\//, { subscriptions: ['conversation_created'] }],
];
function bodyOf({ method, path }) {
  const verb = method.toUpperCase();
  const row = BODIES.find(([of, pattern]) => (of instanceof RegExp ? of.test(verb) : of === verb) && pattern.test(path));
  if (!row) return verb === 'GET' || verb === 'DELETE' ? undefined : {};
  return Object.fromEntries(Object.entries(row[2]).map(([key, value]) => [key, typeof value === 'function' ? value() : value]));
}

test('the credential is tested against /api, without a token', async () => {
  assert.equal((await fetch(`${desk.url}/api`)).status, 200);
});

test('the package has the operations we know', () => {
  assert.equal(operations.length, 115);
});

async function replay(operation) {
  const answer = await fetch(desk.url + filled(operation.path), {
    method: operation.method.toUpperCase(),
    headers: { 'Api-Access-Token': desk.token, accept: 'application/json', 'content-type': 'application/json' },
    body: operation.method === 'get' ? undefined : JSON.stringify(bodyOf(operation) ?? {}),
  });
  const text = await answer.text();
  const said = `${answer.status} ${text.slice(0, 300)}`;
  assert.ok(answer.status < 500, said);
  if (ELSEWHERE.some((pattern) => pattern.test(operation.path))) {
    assert.ok(answer.ok || [401, 403, 404, 405, 422].includes(answer.status), said);
  } else {
    assert.ok(answer.ok, said);
    if (text && answer.headers.get('content-type')?.includes('json')) JSON.parse(text);
  }
}

test('every operation of what exists here works with its header', async (t) => {
  for (const operation of operations.filter((one) => one.method !== 'delete')) await t.test(operation.name, () => replay(operation));
  const talk = await desk.api('GET', `conversations/${made.talk}`);
  assert.equal(talk.priority, 'high');
  assert.deepEqual(talk.labels, ['n8n']);
});

test('and what is deleted is gone', async (t) => {
  // What lies in a conversation or a team before them, a contact and its conversations last.
  const turn = ({ path }) => (/messages|_members/.test(path) ? 0 : path.endsWith('/contacts/{id}') ? 2 : 1);
  const deletes = operations.filter((one) => one.method === 'delete').sort((a, b) => turn(a) - turn(b));
  for (const operation of deletes) await t.test(operation.name, () => replay(operation));
  assert.equal((await desk.raw('GET', `/api/v1/accounts/${desk.account}/contacts/${made.contact}`)).status, 404);
});
