//! Which shape the screen has.

class Screen {
  /** One pane at a time. */
  phone = $state(false)
  /** The sidebar is a drawer. */
  narrow = $state(false)
  /** The details are an overlay. */
  medium = $state(false)

  constructor() {
    this.#watch('(max-width: 767px)', (on) => (this.phone = on))
    this.#watch('(max-width: 1024px)', (on) => (this.narrow = on))
    this.#watch('(max-width: 1280px)', (on) => (this.medium = on))
  }

  #watch(query: string, set: (on: boolean) => void): void {
    const media = matchMedia(query)
    set(media.matches)
    media.addEventListener('change', () => set(media.matches))
  }
}

/** The one screen. */
export const screen = new Screen()
