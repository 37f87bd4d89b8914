//! How many notifications are unread: known before the list of them is loaded.

class Unread {
  count = $state(0)
}

/** The one count. */
export const unread = new Unread()
