// The pictures of the user's guide, into docs/pictures: taken anew with `make guide-pictures` when a screen has changed.
import { writeFileSync } from 'node:fs';

import { bootstrap, signIn as signInApi } from './lib/api.js';
import { launch, open, signIn } from './lib/browser.js';
import { DESK_PAGES, deskScenes, guideScenes, prepare, widgetScenes } from './lib/scenes.js';
import { Server, sleep } from './lib/server.js';

const wanted = process.argv[2] ?? '';
const folder = new URL('../docs/pictures', import.meta.url).pathname;
const WIDTH = 1200;
const server = await Server.start({ demo: true });
const browser = await launch();
try {
  const { demo } = await bootstrap(server.url);
  const api = await signInApi(server.url, demo);
  const facts = await prepare(api, { plain: true });
  const page = await open(browser);
  await signIn(page, server.url, demo);
  const more = { account: `${server.url}/app/accounts/1`, url: server.url, facts, api, phone: false, locale: 'pt-BR' };
  const address = (name) => (p) => p.goto(more.account + DESK_PAGES(facts)[name]);
  const pictures = {
    desk: address('conversation'), contact: address('contact'), people: address('people'), look: address('inbox-look'), reports: address('reports'),
    palette: deskScenes['palette-search'], snooze: deskScenes.snooze, wizard: deskScenes['inbox-wizard-look'], ...guideScenes,
    widget: widgetScenes['shop-open'],
  };
  for (const [name, act] of Object.entries(pictures)) {
    if (!name.startsWith(wanted)) continue;
    await act(page, more);
    await page.waitForLoadState('networkidle').catch(() => {});
    await sleep(400);
    writeFileSync(`${folder}/${name}.webp`, await small(await page.screenshot()));
  }
} finally {
  await browser.close();
  await server.remove();
}

/** A picture as the guide carries it: narrower, and a tenth of the size. */
async function small(png) {
  const page = await open(browser);
  const url = await page.evaluate(
    async ([data, width]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = width;
      canvas.height = Math.round((image.height * width) / image.width);
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/webp', 0.8);
    },
    [png.toString('base64'), WIDTH],
  );
  await page.context().close();
  return Buffer.from(url.split(',')[1], 'base64');
}
