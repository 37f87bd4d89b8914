//! The menu alone, so that it is a chunk of its own.
export { Menu } from '@guiche/ui'
