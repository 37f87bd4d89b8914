//! The list a person had open last: where the desk opens.

const KEY = 'guiche.view'

/** The address of the last list, without account. */
export function lastView(): string {
  try {
    return localStorage.getItem(KEY) ?? '/all'
  } catch {
    return '/all'
  }
}

/** Remembers a list. */
export function rememberView(path: string): void {
  try {
    localStorage.setItem(KEY, path)
  } catch {
    // Then the desk opens with all conversations.
  }
}
