//! Starts the desk.
import '@fontsource-variable/inter/wght.css'
import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'

// A page that was open over an update asks for parts that are gone; the fresh page knows their new names. Once a
// minute at most: when it isn't an update, going round and round would help nobody.
addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('guiche.fresh') ?? 0)
  if (!navigator.onLine || Date.now() - last < 60_000) return
  sessionStorage.setItem('guiche.fresh', String(Date.now()))
  event.preventDefault()
  location.reload()
})

mount(App, { target: document.getElementById('app')! })
