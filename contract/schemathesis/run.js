// Runs schemathesis against a real server with a shop in it: as its administrator, then as an agent.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from '../lib/server.js';

const deep = process.argv[2] === 'deep';
/** Seconds for each of the two callers. */
const budget = deep ? 570 : 50;
/** Operations that end the credential the run goes on with, wait by design, or have no JSON in them. */
const LEFT_OUT = [/sign_out/, /reset_access_token/, /profile\/mfa/, /\/sessions/, /^\/cable/, /^\/auth\//, /resend_confirmation/, /^\/app/, /^\/widget/, /^\/docs/, /^\/tv\//, /^\/packs/, /^\/survey/, /\/omniauth/, /password_links/, /bulk_actions/];

async function json(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

const server = await Server.start({ demo: true });
const post = (path, body) => fetch(server.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** The demo's account, and the tokens of an administrator and an agent of it. */
async function callers() {
  const { demo } = await json(await fetch(`${server.url}/api/v1/bootstrap`));
  const signed = async (email) => (await json(await post('/auth/sign_in', { email, password: demo.password }))).data;
  const admin = await signed(demo.email);
  const team = await json(await fetch(`${server.url}/api/v1/accounts/${admin.account_id}/agents`, { headers: { api_access_token: admin.access_token } }));
  const agent = await signed(team.find((one) => one.role === 'agent').email);
  return { account: admin.account_id, admin: admin.access_token, agent: agent.access_token };
}

/** The document with the account's id fixed, without what is left out. */
async function described(account) {
  const document = await json(await fetch(`${server.url}/api/openapi.json`));
  for (const [path, item] of Object.entries(document.paths)) {
    if (LEFT_OUT.some((out) => out.test(path))) delete document.paths[path];
    for (const operation of Object.values(item))
      for (const parameter of operation.parameters ?? [])
        if (parameter.name === 'account_id') parameter.schema = { type: 'integer', enum: [account] };
  }
  const file = join(server.data, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  return file;
}

function run(name, file, token) {
  console.log(`\n== ${name}, ${budget} s`);
  const args = ['run', file, '--url', server.url, '--header', `api_access_token: ${token}`,
    '--checks', 'not_a_server_error,status_code_conformance,response_schema_conformance,content_type_conformance',
    '--max-time', String(budget), '--continue-on-failure', '--request-timeout', '20', '--workers', '2', '--seed', '1', '--no-color'];
  if (!deep) args.push('--phases', 'examples,fuzzing,stateful', '--max-examples', '3');
  return new Promise((resolve) => {
    spawn(process.env.SCHEMATHESIS, args, { stdio: 'inherit', cwd: server.data }).once('exit', (code) => resolve(code));
  });
}

let failed = 0;
try {
  const { account, admin, agent } = await callers();
  const file = await described(account);
  failed += (await run('an agent', file, agent)) ? 1 : 0;
  failed += (await run('an administrator', file, admin)) ? 1 : 0;
} finally {
  await server.remove();
}
process.exit(failed ? 1 : 0);
