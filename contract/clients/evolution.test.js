// Evolution API against us: its calls as it makes them (@figuro/chatwoot-sdk with both headers, ids as texts, everything
// multipart), and the webhook as it reads it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import sdk from '@figuro/chatwoot-sdk';
import { Receiver, stage } from './lib.js';

const ChatwootClient = sdk.default ?? sdk;
let desk, evolution, client, inbox;

before(async () => {
  desk = await stage();
  evolution = await Receiver.start(() => ({ message: 'bot' }));
  client = new ChatwootClient({ config: { basePath: desk.url, with_credentials: true, credentials: 'include', token: desk.token } });
});
after(async () => {
  await evolution?.stop();
  await desk?.remove();
});
const accountId = () => String(desk.account);

test('the inbox is made with a trailing slash and found by its name', async () => {
  const made = await desk.raw('POST', `/api/v1/accounts/${desk.account}/inboxes/`, {
    name: 'WhatsApp Loja',
    channel: { type: 'api', webhook_url: `${evolution.url}/chatwoot/webhook/loja` },
  });
  assert.equal(made.status, 200);
  assert.equal(typeof made.body.id, 'number');
  const list = await client.inboxes.list({ accountId: accountId() });
  inbox = list.payload.find((one) => one.name === 'WhatsApp Loja');
  assert.equal(inbox.id, made.body.id);
  assert.ok(inbox.inbox_identifier);
});

test('a contact is found with and without the ninth digit, duplicates are an error', async () => {
  const created = await client.contacts.create({
    accountId: accountId(),
    data: { inbox_id: inbox.id, name: 'Marina', identifier: '5511987654321@s.whatsapp.net', phone_number: '+5511987654321', avatar_url: 'https://pps.example/a.jpg' },
  });
  const id = created.payload?.contact?.id ?? created.payload?.id ?? created.id;
  assert.equal(typeof id, 'number');
  const ask = (values) =>
    desk.raw('POST', `/api/v1/accounts/${desk.account}/contacts/filter`, {
      payload: [
        { attribute_key: 'phone_number', filter_operator: 'equal_to', values: [values[0]], query_operator: 'OR' },
        { attribute_key: 'phone_number', filter_operator: 'equal_to', values: [values[1]], query_operator: null },
      ],
    });
  const found = await ask(['5511987654321', '551187654321']);
  assert.equal(found.status, 200, JSON.stringify(found.body));
  assert.deepEqual(found.body.payload.map((one) => one.id), [id]);
  assert.equal(found.body.payload[0].identifier, '5511987654321@s.whatsapp.net');
  await assert.rejects(
    client.contacts.create({ accountId: accountId(), data: { inbox_id: inbox.id, name: 'Outra', phone_number: '+5511987654321' } }),
  );
  const bot = await client.contacts.create({ accountId: accountId(), data: { inbox_id: inbox.id, name: 'Evolution API', phone_number: '+123456' } });
  assert.ok(bot.payload.contact.id, 'six digits are a phone here');
  const changed = await client.contacts.update({ accountId: accountId(), id, data: { name: 'Marina Souza', avatar_url: null } });
  assert.ok(changed);
  const groups = await desk.raw('GET', `/api/v1/accounts/${desk.account}/contacts/search?q=120363@g.us`);
  assert.deepEqual(groups.body.payload, []);
});

test('a conversation goes both ways', async () => {
  const [contact] = (await desk.api('GET', 'contacts/search?q=Marina')).payload;
  const made = await client.conversations.create({
    accountId: accountId(),
    data: { contact_id: String(contact.id), inbox_id: String(inbox.id), status: 'pending' },
  });
  assert.equal(typeof made.id, 'number');
  const list = await client.contacts.listConversations({ accountId: accountId(), id: contact.id });
  assert.equal(list.payload[0].inbox_id, inbox.id);
  const shown = await client.conversations.get({ accountId: accountId(), conversationId: made.id });
  assert.equal(shown.status, 'pending');
  await client.conversations.toggleStatus({ accountId: accountId(), conversationId: made.id, data: { status: 'open' } });

  // From WhatsApp to the desk: always multipart, attributes as a JSON text.
  const form = new FormData();
  form.set('content', 'Meu pedido não chegou');
  form.set('message_type', 'incoming');
  form.set('private', 'false');
  form.set('source_id', 'WAID:3EB0');
  form.set('source_reply_id', '');
  form.set('content_attributes', JSON.stringify({ in_reply_to_external_id: 'WAID:0' }));
  form.append('attachments[]', new Blob(['nota fiscal'], { type: 'text/plain' }), 'nota.txt');
  const path = `/api/v1/accounts/${desk.account}/conversations/${made.id}/messages`;
  const written = await desk.raw('POST', path, form, { authorization: `Bearer ${desk.token}` });
  assert.equal(written.status, 200, JSON.stringify(written.body));
  assert.equal(written.body.message_type, 0);
  assert.equal(written.body.source_id, 'WAID:3EB0');
  assert.match(new URL(written.body.attachments[0].data_url).pathname, /\.txt$/);
  const file = await fetch(written.body.attachments[0].data_url);
  assert.equal(await file.text(), 'nota fiscal', 'readable without signing in');
  // An edit is another message with the same id.
  const again = new FormData();
  for (const [key, value] of Object.entries({ content: 'Editada: meu pedido', message_type: 'incoming', private: 'false', source_id: 'WAID:3EB0' })) again.set(key, value);
  assert.equal((await desk.raw('POST', path, again)).status, 200);

  // From the desk to WhatsApp: the webhook as Evolution reads it.
  const reply = await client.messages.create({ accountId: accountId(), conversationId: made.id, data: { content: 'Já vou ver!', message_type: 'outgoing' } });
  const told = await evolution.until((body) => body.event === 'message_created' && body.id === reply.id);
  const { body } = told;
  assert.equal(body.message_type, 'outgoing');
  assert.equal(body.private, false);
  assert.equal(body.inbox.name, 'WhatsApp Loja');
  assert.equal(body.conversation.id, made.id);
  assert.equal(body.conversation.meta.sender.identifier, '5511987654321@s.whatsapp.net');
  assert.equal(body.conversation.meta.sender.phone_number, '+5511987654321');
  assert.ok(body.conversation.contact_inbox.source_id);
  assert.equal(body.conversation.messages.length, 1, 'every one of them would be sent');
  assert.equal(body.conversation.messages[0].id, body.id);
  assert.ok(body.conversation.messages[0].sender.available_name);
  const inboxNow = (await desk.api('GET', `inboxes/${inbox.id}`));
  const signed = `sha256=${createHmac('sha256', inboxNow.secret).update(`${told.headers['x-chatwoot-timestamp']}.${told.text}`).digest('hex')}`;
  assert.equal(told.headers['x-chatwoot-signature'], signed);

  // What the customer wrote is told too, and nothing else looks like a message to be sent.
  const echoed = await evolution.until((one) => one.event === 'message_created' && one.message_type === 'incoming');
  assert.ok(echoed.body.conversation.messages[0].source_id.startsWith('WAID:'));
  await desk.api('POST', `conversations/${made.id}/toggle_status`, { status: 'resolved' });
  const resolved = await evolution.until((one) => one.event === 'conversation_status_changed' && one.status === 'resolved');
  assert.equal(resolved.body.meta.sender.identifier, '5511987654321@s.whatsapp.net');
  for (const call of evolution.calls) {
    if (!call.body.event.startsWith('message_')) assert.ok(!(call.body.conversation && call.body.message_type), call.body.event);
  }
  const once = evolution.calls.filter((call) => call.body.event === 'message_created' && call.body.id === reply.id);
  assert.equal(once.length, 1, 'a reply is posted once');

  // Read receipts by the public API; then it is deleted.
  const source = body.conversation.contact_inbox.source_id;
  const seen = await fetch(`${desk.url}/public/api/v1/inboxes/${inbox.inbox_identifier}/contacts/${source}/conversations/${made.id}/update_last_seen`, { method: 'POST' });
  assert.equal(seen.status, 200);
  const messages = await client.messages.list({ accountId: accountId(), conversationId: made.id });
  assert.equal(messages.payload.find((one) => one.id === reply.id).status, 'read');
  const gone = await desk.raw('DELETE', `${path}/${reply.id}`);
  assert.equal(gone.status, 200);
  const deleted = await evolution.until((one) => one.event === 'message_updated' && one.content_attributes?.deleted === true);
  assert.equal(deleted.body.conversation.messages.length, 1);
});

test('two contacts of one person become one', async () => {
  const a = (await client.contacts.create({ accountId: accountId(), data: { inbox_id: inbox.id, name: 'Caio', phone_number: '+5521999998888' } })).payload.contact;
  const b = (await client.contacts.create({ accountId: accountId(), data: { inbox_id: inbox.id, name: 'Caio (antigo)', identifier: 'caio@lid' } })).payload.contact;
  const merged = await desk.raw('POST', `/api/v1/accounts/${desk.account}/actions/contact_merge`, { base_contact_id: a.id, mergee_contact_id: b.id });
  assert.equal(merged.status, 200, JSON.stringify(merged.body));
  assert.equal((await desk.raw('GET', `/api/v1/accounts/${desk.account}/contacts/${b.id}`)).status, 404);
});
