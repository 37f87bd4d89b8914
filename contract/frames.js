// How a thread of ten thousand messages scrolls: makes one through the API, scrolls it up and down in Chromium and
// prints the times between frames. `node frames.js [messages]`; against a running server with URL, EMAIL, PASSWORD.
import { bootstrap, signIn as signInApi } from './lib/api.js';
import { launch, open, signIn } from './lib/browser.js';
import { Server } from './lib/server.js';

const COUNT = Number(process.argv[2] ?? 10_000);
const AT_ONCE = 16;
const server = process.env.URL ? undefined : await Server.start({ demo: true });
const url = process.env.URL ?? server.url;
const { demo } = await bootstrap(url);
const api = await signInApi(url, demo);

/** A conversation with so many messages, in both directions and with a quote here and there. */
async function fill() {
  const { payload: inboxes } = await api.get('inboxes');
  const inbox = inboxes.find((one) => one.channel_type === 'Channel::Api') ?? inboxes[0];
  const { payload } = await api.post('contacts', { name: 'Conversa longa', inbox_id: inbox.id });
  const body = { source_id: payload.contact_inbox.source_id, inbox_id: inbox.id, contact_id: payload.contact.id, assignee_id: api.user.id };
  const { id } = await api.post('conversations', body);
  let next = 0;
  const one = async () => {
    while (next < COUNT) {
      const n = next++;
      const content = `Mensagem ${n}. ${'Texto que dobra a linha. '.repeat(n % 7)}`;
      await api.post(`conversations/${id}/messages`, { content, message_type: n % 3 ? 'outgoing' : 'incoming', private: n % 11 === 1 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return id;
}

/** Scrolls by so many pixels each frame for a while; answers the times between frames, how many messages are drawn. */
const scroll = (page, step, ms) =>
  page.evaluate(
    ([by, time]) =>
      new Promise((resolve) => {
        const log = document.querySelector('[role=log]');
        const times = [];
        let most = 0;
        let before = performance.now();
        const end = before + time;
        const frame = (now) => {
          times.push(now - before);
          before = now;
          most = Math.max(most, log.querySelectorAll('[data-message]').length);
          log.scrollTop += by;
          if (now < end) requestAnimationFrame(frame);
          else resolve({ times: times.slice(1), most, first: log.querySelector('[data-message]').dataset.message });
        };
        requestAnimationFrame(frame);
      }),
    [step, ms],
  );
const at = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);

const number = await fill();
const browser = await launch();
const page = await open(browser);
await signIn(page, url, demo);
await page.goto(`${url}/app/accounts/${api.account}/all/conversations/${number}`);
await page.getByRole('log').getByText(`Mensagem ${COUNT - 1}.`, { exact: false }).waitFor();
console.log(`${COUNT} messages`);
for (const [name, step, ms] of [['up, 60 px a frame', -60, 8000], ['up, 400 px a frame', -400, 8000], ['down, 400 px a frame', 400, 8000]]) {
  const { times, most, first } = await scroll(page, step, ms);
  const sorted = times.toSorted((a, b) => a - b);
  const long = times.filter((one) => one > 50).length;
  console.log(`${name}: ${times.length} frames, p50 ${at(sorted, 0.5)} ms, p95 ${at(sorted, 0.95)} ms, p99 ${at(sorted, 0.99)} ms, over 50 ms ${long}, at most ${most} messages drawn, first shown ${first}`);
}
await browser.close();
await server?.remove();
