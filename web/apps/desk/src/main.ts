//! Starts the desk.
import '@fontsource-variable/inter/wght.css'
import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'

// A page that was open over an update asks for parts that are gone; the fresh page knows their new names. Only while
// the server answers: a page without a line keeps what it has. Once a minute at most: when it isn't an update, going
// round and round would help nobody.
addEventListener('vite:preloadError', () => {
  const last = Number(sessionStorage.getItem('guiche.fresh') ?? 0)
  if (!navigator.onLine || Date.now() - last < 60_000) return
  void fetch(location.href, { method: 'HEAD', cache: 'no-store' })
    .then((answer) => {
      if (!answer.ok) return
      sessionStorage.setItem('guiche.fresh', String(Date.now()))
      location.reload()
    })
    .catch(() => undefined)
})

mount(App, { target: document.getElementById('app')! })
