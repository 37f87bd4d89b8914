/** Starts the chat: reads what the server wrote into the page, mounts it, and listens to the page around. */
import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { embedded, listen, say, tokenInAddress } from './lib/bridge'
import { Chat } from './lib/chat.svelte'
import { Looks } from './lib/looks'
import { follow } from './lib/page'
import type { Boot } from './lib/types'
import { setWords } from './lib/words.svelte'

const boot = JSON.parse(document.getElementById('boot')?.textContent || '{}') as Boot
setWords(boot.locale, boot.words)
const looks = new Looks(boot.colors, boot.theme)
const chat = new Chat(boot)
chat.api.locale = boot.locale
mount(App, { target: document.body, props: { chat } })

if (boot.preview) {
  void import('./lib/preview').then(({ preview }) => preview(chat, looks))
} else {
  listen(follow(chat, looks))
  if (embedded) say('loaded')
  else {
    void chat.start(tokenInAddress)
    chat.setOpen(true)
  }
}
