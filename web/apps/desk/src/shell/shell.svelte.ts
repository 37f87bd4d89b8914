//! What is open over the page.

class ShellState {
  /** The sidebar as a drawer. */
  drawer = $state(false)
  search = $state(false)
  shortcuts = $state(false)
}

/** The one shell. */
export const shell = new ShellState()
