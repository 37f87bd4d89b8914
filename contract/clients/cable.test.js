// The socket with the real clients, the version that dashboards pin and the current one: every event that an agent and a
// customer get, and what is in it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { stage } from './lib.js';
import { sleep } from '../lib/server.js';

const CONVERSATION = [
  'id', 'additional_attributes', 'can_reply', 'channel', 'contact_inbox', 'inbox_id', 'messages', 'labels', 'meta', 'status',
  'custom_attributes', 'snoozed_until', 'unread_count', 'first_reply_created_at', 'priority', 'waiting_since',
  'agent_last_seen_at', 'contact_last_seen_at', 'last_activity_at', 'timestamp', 'created_at', 'updated_at', 'account_id',
];
const MESSAGE = [
  'id', 'content', 'account_id', 'inbox_id', 'conversation_id', 'message_type', 'created_at', 'updated_at', 'private', 'status',
  'source_id', 'content_type', 'content_attributes', 'sender_type', 'sender_id', 'external_source_ids', 'additional_attributes',
  'processed_message_content', 'sentiment', 'conversation', 'sender',
];
const CONTACT = ['id', 'name', 'email', 'phone_number', 'identifier', 'thumbnail', 'additional_attributes', 'custom_attributes', 'blocked', 'type', 'account_id'];

for (const version of [6, 8]) {
  let desk, consumer, ActionCable;
  const heard = [];

  before(async () => {
    // The browser's own, as far as these clients look at it.
    globalThis.self = globalThis;
    globalThis.window ??= globalThis;
    const silent = () => {};
    globalThis.addEventListener ??= silent;
    globalThis.removeEventListener ??= silent;
    globalThis.document ??= { addEventListener: silent, removeEventListener: silent, visibilityState: 'visible', head: { querySelector: () => null } };
    desk = await stage();
    const module = await import(`actioncable-${version}`);
    ActionCable = module.createConsumer ? module : module.default;
    ActionCable.adapters.WebSocket = WebSocket;
    ActionCable.adapters.logger = console;
  });
  after(async () => {
    consumer?.disconnect();
    await desk?.remove();
  });

  /** Subscribes and keeps what comes. */
  const listen = (cable, params, into) =>
    new Promise((resolve, reject) => {
      const subscription = cable.subscriptions.create(params, {
        connected: () => resolve(subscription),
        rejected: () => reject(new Error('rejected')),
        received: (message) => into.push(message),
      });
    });
  const until = async (list, fits, what) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = list.find(fits);
      if (found) return found;
      await sleep(50);
    }
    throw new Error(`${what} did not come; came: ${list.map((one) => one.event).join(', ')}`);
  };
  const whole = (data, keys, what) => {
    for (const key of keys) assert.ok(key in data, `${what} lacks ${key}`);
  };

  test(`an agent hears of everything (@rails/actioncable ${version})`, async () => {
    consumer = ActionCable.createConsumer(`${desk.url.replace('http', 'ws')}/cable`);
    const room = { channel: 'RoomChannel', pubsub_token: desk.me.pubsub_token, account_id: desk.account, user_id: desk.me.id };
    const subscription = await listen(consumer, room, heard);
    subscription.perform('update_presence');
    const here = await until(heard, (one) => one.event === 'presence.update', 'presence.update');
    assert.equal(here.data.account_id, desk.account);
    assert.equal(here.data.users[String(desk.me.id)], 'online');
    assert.ok('contacts' in here.data);

    const inbox = await desk.api('POST', 'inboxes', { name: 'Aplicativo', channel: { type: 'api' } });
    const base = `${desk.url}/public/api/v1/inboxes/${inbox.inbox_identifier}/contacts`;
    const post = (path, body) => fetch(`${base}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    const customer = await (await post('', { name: 'Marina', email: 'marina@exemplo.com.br' })).json();
    const created = await until(heard, (one) => one.event === 'contact.created' && one.data.name === 'Marina', 'contact.created');
    whole(created.data, CONTACT, 'contact.created');
    assert.equal(created.data.type, 'contact');

    // The customer listens with their own token alone.
    const theirs = [];
    const cable = ActionCable.createConsumer(`${desk.url.replace('http', 'ws')}/cable`);
    await listen(cable, { channel: 'RoomChannel', pubsub_token: customer.pubsub_token }, theirs);

    const talk = await (await post(`/${customer.source_id}/conversations`)).json();
    const opened = await until(heard, (one) => one.event === 'conversation.created', 'conversation.created');
    whole(opened.data, CONVERSATION, 'conversation.created');
    assert.equal(opened.data.id, talk.id);
    for (const key of ['sender', 'channel', 'hmac_verified']) assert.ok(key in opened.data.meta, key);
    await post(`/${customer.source_id}/conversations/${talk.id}/messages`, { content: 'Oi', echo_id: 'eco-1' });
    const said = await until(heard, (one) => one.event === 'message.created' && one.data.content === 'Oi', 'message.created');
    whole(said.data, MESSAGE, 'message.created');
    assert.equal(said.data.conversation_id, talk.id);
    assert.equal(said.data.sender.type, 'contact');
    for (const key of ['assignee_id', 'unread_count', 'last_activity_at', 'contact_inbox']) assert.ok(key in said.data.conversation, key);

    const one = `conversations/${talk.id}`;
    const reply = await desk.api('POST', `${one}/messages`, { content: 'Olá, Marina', echo_id: 'eco-2' });
    assert.equal(reply.echo_id, 'eco-2');
    const echoed = await until(heard, (e) => e.event === 'message.created' && e.data.echo_id === 'eco-2', 'the echo');
    assert.equal(echoed.data.performer?.id, desk.me.id);
    await until(heard, (e) => e.event === 'first.reply.created', 'first.reply.created');
    const arrived = await until(theirs, (e) => e.event === 'message.created' && e.data.content === 'Olá, Marina', 'the reply');
    assert.equal(arrived.data.sender.type, 'user');
    await desk.api('POST', `${one}/messages`, { content: 'só nós', private: true });
    await until(heard, (e) => e.event === 'message.created' && e.data.private === true, 'the note');

    await post(`/${customer.source_id}/conversations/${talk.id}/toggle_typing`, { typing_status: 'on' });
    const typing = await until(heard, (e) => e.event === 'conversation.typing_on', 'typing');
    whole(typing.data, ['conversation', 'user', 'is_private', 'account_id'], 'typing');
    await desk.raw('POST', `/api/v1/accounts/${desk.account}/${one}/toggle_typing_status`, { typing_status: 'on' });
    await until(theirs, (e) => e.event === 'conversation.typing_on', 'typing to the customer');
    await post(`/${customer.source_id}/conversations/${talk.id}/update_last_seen`);
    const read = await until(heard, (e) => e.event === 'message.updated' && e.data.status === 'read', 'message.updated');
    whole(read.data, MESSAGE, 'message.updated');

    await desk.api('POST', `${one}/assignments`, { assignee_id: 0 });
    await desk.api('POST', `${one}/assignments`, { assignee_id: desk.me.id });
    const given = await until(heard, (e) => e.event === 'assignee.changed' && e.data.meta.assignee?.id === desk.me.id, 'assignee.changed');
    whole(given.data, CONVERSATION, 'assignee.changed');
    const team = await desk.api('POST', 'teams', { name: 'entregas' });
    await desk.api('POST', `${one}/assignments`, { team_id: team.id });
    await until(heard, (e) => e.event === 'team.changed' && e.data.meta.team?.name === 'entregas', 'team.changed');
    await desk.api('POST', `${one}/labels`, { labels: ['urgente'] });
    await until(heard, (e) => e.event === 'conversation.updated' && e.data.labels.includes('urgente'), 'conversation.updated');
    const stale = await until(heard, (e) => e.event === 'account.cache_invalidated', 'account.cache_invalidated');
    for (const list of ['label', 'inbox', 'team']) assert.ok(list in stale.data.cache_keys, list);
    await desk.raw('POST', `/api/v1/accounts/${desk.account}/${one}/update_last_seen`);
    await until(heard, (e) => e.event === 'conversation.read', 'conversation.read');
    await desk.api('POST', `${one}/toggle_status`, { status: 'resolved' });
    await until(heard, (e) => e.event === 'conversation.status_changed' && e.data.status === 'resolved', 'conversation.status_changed');
    const ended = await until(theirs, (e) => e.event === 'conversation.status_changed', 'the end');
    assert.equal(ended.data.status, 'resolved');

    const [contact] = (await desk.api('GET', 'contacts/search?q=Marina')).payload;
    await desk.api('PUT', `contacts/${contact.id}`, { name: 'Marina Souza' });
    const changed = await until(heard, (e) => e.event === 'contact.updated' && e.data.name === 'Marina Souza', 'contact.updated');
    whole(changed.data, CONTACT, 'contact.updated');
    const other = (await desk.api('POST', 'contacts', { name: 'Marina (dupla)' })).payload.contact;
    await desk.api('POST', 'actions/contact_merge', { base_contact_id: contact.id, mergee_contact_id: other.id });
    await until(heard, (e) => e.event === 'contact.merged', 'contact.merged');
    const lone = (await desk.api('POST', 'contacts', { name: 'Vai embora' })).payload.contact;
    await desk.api('DELETE', `contacts/${lone.id}`);
    const gone = await until(heard, (e) => e.event === 'contact.deleted', 'contact.deleted');
    assert.deepEqual([gone.data.id, gone.data.account_id], [lone.id, desk.account]);

    for (const event of heard) assert.equal(event.data.account_id, desk.account, `${event.event} names its account`);
    const secrets = JSON.stringify(theirs);
    assert.ok(!secrets.includes('só nós') && !secrets.includes('urgente') && !secrets.includes('entregas'));
    cable.disconnect();
  });
}
