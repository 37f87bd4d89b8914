//! The time that relative times are counted from: moves every 15 s, so that lists update together.

class Clock {
  /** Epoch seconds. */
  now = $state(Math.floor(Date.now() / 1000))

  constructor() {
    setInterval(() => (this.now = Math.floor(Date.now() / 1000)), 15_000)
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.now = Math.floor(Date.now() / 1000)
    })
  }
}

/** The one clock. */
export const clock = new Clock()
