// Sets the theme before the first paint. A file of its own, so that the page needs no inline script.
;(function () {
  var theme = 'system'
  try {
    theme = localStorage.getItem('guiche.theme') || 'system'
  } catch {
    // Storage may be closed to us; the system's theme is right then.
  }
  var dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.classList.toggle('dark', dark)
})()
