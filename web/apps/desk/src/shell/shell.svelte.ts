//! What is open over the page.

class ShellState {
  /** The sidebar as a drawer. */
  drawer = $state(false)
  search = $state(false)
  /** Unread notifications. */
  unread = $state(0)
  shortcuts = $state(false)
}

/** The one shell. */
export const shell = new ShellState()
