// Keeps the screen right: asks for the page again and puts what it says in place. Goes on asking while the line is down.
const EVERY = 10_000
const LOST = 30
const lost = document.querySelector('#lost')
let told = Date.now()

async function renew() {
  try {
    const answer = await fetch(location.href, { cache: 'no-store' })
    if (answer.status === 404) return location.reload()
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    document.querySelector('main').replaceWith(page.querySelector('main'))
    document.querySelector('h1').replaceWith(page.querySelector('h1'))
    told = Date.now()
  } catch {
    // The line is down: the next turn tries again, and the page says since when.
  }
}

function tell() {
  const seconds = Math.floor((Date.now() - told) / 1000)
  lost.hidden = seconds < LOST
  if (!lost.hidden) lost.textContent = lost.dataset.words.replace('{n}', seconds)
}

setInterval(renew, EVERY)
setInterval(tell, 1000)
