// @figuro/chatwoot-sdk, the typed client that Evolution API and others use: each service, and what the API holds then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sdk from '@figuro/chatwoot-sdk';
import { stage } from './lib.js';

const ChatwootClient = sdk.default ?? sdk;
let desk, client, inbox;
const accountId = () => desk.account;
before(async () => {
  desk = await stage();
  client = new ChatwootClient({ config: { basePath: desk.url, with_credentials: true, credentials: 'include', token: desk.token } });
  inbox = await client.inboxes.create({ accountId: accountId(), data: { name: 'Aplicativo', channel: { type: 'api', webhook_url: '' } } });
});
after(() => desk?.remove());

test('profile', async () => {
  const me = await client.profile.profile();
  assert.equal(me.email, 'helena@aurora.example');
  assert.equal(me.accounts[0].id, desk.account);
});

test('contacts', async () => {
  const { payload } = await client.contacts.create({ accountId: accountId(), data: { inbox_id: inbox.id, name: 'Marina', email: 'marina@x.example' } });
  const { id } = payload.contact;
  assert.equal(payload.contact_inbox.inbox.id, inbox.id);
  assert.equal((await client.contacts.get({ accountId: accountId(), id })).payload.name, 'Marina');
  await client.contacts.update({ accountId: accountId(), id, data: { name: 'Marina S.', custom_attributes: { cpf: '52998224725' } } });
  const found = await client.contacts.search({ accountId: accountId(), q: 'marina' });
  assert.equal(found.payload[0].name, 'Marina S.');
  assert.equal(found.payload[0].custom_attributes.cpf, '52998224725');
  const list = await client.contacts.list({ accountId: accountId(), sort: 'name' });
  assert.equal(list.meta.count, 1);
  const kept = await client.contacts.create({ accountId: accountId(), data: { name: 'Vai' } });
  await client.contacts.delete({ accountId: accountId(), id: kept.payload.contact.id });
  await assert.rejects(client.contacts.get({ accountId: accountId(), id: kept.payload.contact.id }), { status: 404 });
});

test('conversations, messages, labels and who has them', async () => {
  const [contact] = (await client.contacts.search({ accountId: accountId(), q: 'marina' })).payload;
  const talk = await client.conversations.create({ accountId: accountId(), data: { inbox_id: inbox.id, contact_id: contact.id } });
  const at = { accountId: accountId(), conversationId: talk.id };
  const sent = await client.messages.create({ ...at, data: { content: 'Oi, Marina', attachments: [{ content: 'b2k=', encoding: 'base64', filename: 'ok.txt' }] } });
  assert.equal(sent.content, 'Oi, Marina');
  assert.equal(sent.attachments.length, 1);
  assert.deepEqual((await client.messages.list(at)).payload.filter((one) => one.message_type !== 2).map((one) => one.id), [sent.id]);
  await client.conversationLabels.add({ ...at, data: { labels: ['vip'] } });
  assert.deepEqual((await client.conversationLabels.list(at)).payload, ['vip']);
  await client.conversationAssignment.assign({ ...at, data: { assignee_id: desk.me.id } });
  assert.equal((await client.conversations.get(at)).meta.assignee.id, desk.me.id);
  const toggled = await client.conversations.toggleStatus({ ...at, data: { status: 'resolved' } });
  assert.equal(toggled.payload.current_status, 'resolved');
  const list = await client.conversations.list({ accountId: accountId(), status: 'resolved' });
  assert.deepEqual(list.data.payload.map((one) => one.id), [talk.id]);
  assert.equal((await client.conversations.getMeta({ accountId: accountId(), status: 'resolved' })).meta.all_count, 1);
  await client.messages.delete({ ...at, messageId: sent.id });
  assert.equal((await client.messages.list(at)).payload.find((one) => one.id === sent.id).content_attributes.deleted, true);
});

test('agents, teams, canned responses, bots, webhooks', async () => {
  const agent = await client.agents.create({ accountId: accountId(), data: { name: 'Rafael', email: 'rafael@x.example', role: 'agent', availability_status: 'available' } });
  assert.ok((await client.agents.list({ accountId: accountId() })).some((one) => one.id === agent.id));
  const team = await client.teams.create({ accountId: accountId(), data: { name: 'suporte', description: '', allow_auto_assign: false } });
  // The client leaves /api/v1 out of its paths of team members: asked by hand.
  await desk.api('POST', `teams/${team.id}/team_members`, { user_ids: [agent.id] });
  assert.equal((await desk.api('GET', `teams/${team.id}/team_members`)).length, 1);
  const canned = await client.cannedResponses.create({ accountId: accountId(), data: { short_code: 'sdk', content: 'Oi' } });
  assert.ok((await client.cannedResponses.list({ accountId: accountId() })).some((one) => one.id === canned.id));
  await client.inboxes.addAgent({ accountId: accountId(), data: { inbox_id: inbox.id, user_ids: [agent.id] } });
  const bot = await client.accountAgentBots.create({ accountId: accountId(), data: { name: 'Robô', description: '', outgoing_url: 'https://bot.example/' } });
  assert.equal(bot.name, 'Robô');
  assert.ok(bot.access_token);
  await client.inboxes.updateAgentBot({ accountId: accountId(), id: inbox.id, data: { agent_bot: bot.id } });
  assert.equal((await client.inboxes.getAgentBot({ accountId: accountId(), id: inbox.id })).agent_bot.id, bot.id);
  const hook = await client.webhooks.create({ accountId: accountId(), data: { url: 'https://sdk.example/hook', subscriptions: ['message_created'] } });
  const id = hook.payload.webhook.id;
  await client.webhooks.update({ accountId: accountId(), webhookId: id, data: { url: 'https://sdk.example/hook', subscriptions: ['contact_created'] } });
  const { payload } = await client.webhooks.list({ accountId: accountId() });
  assert.deepEqual(payload.webhooks.find((one) => one.id === id).subscriptions, ['contact_created']);
  await client.webhooks.delete({ accountId: accountId(), webhookId: id });
});

test('the public client API', async () => {
  const inboxIdentifier = inbox.inbox_identifier;
  const contact = await client.client.contacts.create({ inboxIdentifier, data: { name: 'Caio', identifier: 'cliente-7' } });
  assert.ok(contact.source_id && contact.pubsub_token);
  const at = { inboxIdentifier, contactIdentifier: contact.source_id };
  const talk = await client.client.conversations.create({ ...at, data: {} });
  const said = await client.client.messages.create({ ...at, conversationId: talk.id, data: { content: 'Oi', echo_id: 'e1' } });
  assert.equal(said.content, 'Oi');
  assert.equal((await client.client.messages.list({ ...at, conversationId: talk.id })).length, 1);
  assert.equal((await client.client.conversations.list(at)).length, 1);
  // A bot answers first in this inbox since the test before.
  assert.equal((await desk.api('GET', `conversations/${talk.id}`)).place, 'automatic');
});
