// T-01: the server is killed with -9 again and again while people write by the API and by the website chat. At the
// end nothing that was answered with success is missing, nothing is there twice, and everything was announced.
//
//   node contract/kills.js --rounds 40
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { Api } from './lib/api.js';
import { Server, binary, sleep } from './lib/server.js';

const rounds = Number(process.argv[process.argv.indexOf('--rounds') + 1]) || 12;
const API_WRITERS = 10;
const CHAT_WRITERS = 6;
const faults = [];
const fault = (text) => faults.push(text);

const server = await Server.start();
const stop = new AbortController();
try {
  const { api, inboxes } = await furnish();
  const writers = [];
  for (let n = 0; n < API_WRITERS; n++) writers.push(await apiWriter(api, inboxes.app, n));
  for (let n = 0; n < CHAT_WRITERS; n++) writers.push(chatWriter(inboxes.site, n));
  const running = writers.map((writer) => keepWriting(writer));
  let slowest = 0;
  for (let round = 0; round < rounds; round++) {
    await sleep(50 + Math.random() * 750);
    await server.restart();
    slowest = Math.max(slowest, server.startedIn);
  }
  await sleep(500);
  stop.abort();
  await Promise.all(running);
  await check(writers);
  await drained();
  const acked = writers.reduce((sum, writer) => sum + writer.acked.size, 0);
  const ended = await server.stop();
  if (ended !== 0) fault(`the server ended with ${ended} after SIGTERM:\n${server.errors}`);
  checkDatabase();
  console.log(`${rounds} kills, ${acked} acknowledged messages, slowest start ${Math.round(slowest)} ms`);
} finally {
  await server.remove();
}
if (faults.length > 0) {
  console.error(faults.slice(0, 20).join('\n'));
  console.error(`${faults.length} faults`);
  process.exit(1);
}
console.log('lost 0, doubled 0, not announced 0');

/** An account, its inboxes and a client of its administrator. */
async function furnish() {
  const args = ['setup', '--data', server.data, '--account', 'Kills', '--name', 'Ana', '--email', 'ana@example.com'];
  await server.stop();
  const told = execFileSync(binary, [...args, '--password', 'Long enough 1!'], { encoding: 'utf8' });
  await server.up();
  const { account_id, access_token } = JSON.parse(told);
  const api = new Api(server.url, access_token, account_id);
  const app = await api.post('inboxes', { name: 'App', channel: { type: 'api' } });
  const channel = { type: 'web_widget', website_url: 'https://shop.example' };
  const site = await api.post('inboxes', { name: 'Site', channel });
  return { api, inboxes: { app, site } };
}

/** Writes into a conversation of its own as an agent. */
async function apiWriter(api, inbox, n) {
  const contact = (await api.post('contacts', { name: `Contact ${n}`, inbox_id: inbox.id })).payload;
  const source_id = contact.contact_inbox.source_id;
  const conversation = await api.post('conversations', { source_id, inbox_id: inbox.id, contact_id: contact.contact.id });
  const path = `conversations/${conversation.id}/messages`;
  return {
    name: `api${n}`,
    pause: 0,
    acked: new Map(),
    sent: new Set(),
    read: () => api.messages(conversation.id),
    write: async (key) => (await api.post(path, { content: key, echo_id: key })).id,
  };
}

/** Writes as a visitor of the website, through the widget's own routes. */
function chatWriter(inbox, n) {
  const query = `website_token=${inbox.website_token}&locale=pt_BR`;
  let token;
  const call = async (method, path, body) => {
    const answer = await fetch(`${server.url}/api/v1/widget/${path}?${query}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { 'x-auth-token': token } : {}) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    if (!answer.ok) throw Object.assign(new Error(`${path}: ${await answer.text()}`), { status: answer.status });
    return answer.json();
  };
  return {
    name: `chat${n}`,
    // The chat takes a burst of forty, then one message a second.
    pause: 300,
    acked: new Map(),
    sent: new Set(),
    read: async () => {
      const first = await call('GET', 'messages');
      const all = [...first.payload];
      for (;;) {
        const { payload } = await fetchBefore(all[0]?.id);
        if (payload.length === 0) return all;
        all.unshift(...payload);
      }
      async function fetchBefore(id) {
        if (id === undefined) return { payload: [] };
        const answer = await fetch(`${server.url}/api/v1/widget/messages?${query}&before=${id}`, {
          headers: { 'x-auth-token': token },
        });
        return answer.json();
      }
    },
    write: async (key) => {
      token ??= (await call('POST', 'config')).website_channel_config.auth_token;
      return (await call('POST', 'messages', { message: { content: key, echo_id: key } })).id;
    },
  };
}

/** One message after another, each tried with the same key until it is answered. */
async function keepWriting(writer) {
  for (let n = 0; !stop.signal.aborted; n++) {
    const key = `${writer.name}-${n}`;
    writer.sent.add(key);
    for (;;) {
      try {
        writer.acked.set(key, await writer.write(key));
        break;
      } catch (error) {
        // Refused connections and cut answers are what this is about; another refusal would be a fault.
        if (error.status !== undefined && ![429, 503].includes(error.status)) {
          fault(`${key}: ${error.message}`);
          break;
        }
        await sleep(error.status === 429 ? 1000 : 30);
      }
    }
    if (writer.pause) await sleep(writer.pause);
  }
}

async function check(writers) {
  const announced = announcedMessages();
  for (const writer of writers) {
    const stored = new Map();
    for (const message of await writer.read()) {
      if (!writer.sent.has(message.content)) continue;
      if (stored.has(message.content)) fault(`${message.content} is there twice`);
      stored.set(message.content, message.id);
      if (!announced.has(message.id)) fault(`${message.content} was never announced`);
    }
    for (const [key, id] of writer.acked) {
      if (!stored.has(key)) fault(`${key} is lost`);
      else if (stored.get(key) !== id) fault(`${key} was answered as ${id} and stored as ${stored.get(key)}`);
    }
  }
  for (const [id, times] of announced) if (times > 1) fault(`message ${id} was announced ${times} times`);
}

/** How often each message was announced, and whether the account's sequence has a gap: read from the rows. */
function announcedMessages() {
  const rows = ask('select seq, kind, subject_id from events where account_id = 1 order by seq');
  const announced = new Map();
  for (const [at, [seq, kind, id]] of rows.entries()) {
    if (seq !== at + 1) fault(`event ${at + 1} is missing: ${seq} is there instead`);
    if (kind === 'message.created') announced.set(id, (announced.get(id) ?? 0) + 1);
  }
  return announced;
}

/** What waits to be sent is sent within thirty seconds. */
async function drained() {
  const waiting = () => ask("select count(*) from jobs where kind = 'channel.send'")[0][0];
  const end = Date.now() + 30_000;
  while (waiting() > 0 && Date.now() < end) await sleep(250);
  if (waiting() > 0) fault(`${waiting()} messages still wait to be sent after 30 s`);
}

function checkDatabase() {
  const [[said]] = ask('pragma integrity_check');
  if (said !== 'ok') fault(`integrity_check: ${said}`);
}

/** Rows of the database, by Python's own SQLite: a reader that is not ours. */
function ask(sql) {
  const file = JSON.stringify(join(server.data, 'guiche.db'));
  const script = `import json, sqlite3; print(json.dumps(sqlite3.connect(${file}).execute(${JSON.stringify(sql)}).fetchall()))`;
  return JSON.parse(execFileSync('python3', ['-c', script], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}
