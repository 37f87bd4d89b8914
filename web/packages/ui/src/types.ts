//! Types shared by the parts of the design system.
import type { Component } from 'svelte'
import type { LucideProps } from '@lucide/svelte'

/** An icon: a Lucide component, or one drawn like them. */
export type Icon = Component<LucideProps>

/** Colour of a message, tag or toast. Colour never stands alone: give an icon and words too. */
export type Tone = 'neutral' | 'accent' | 'ok' | 'warn' | 'bad'

/** One choice of a select, combobox, segmented control or chips. */
export interface Option {
  value: string
  label: string
  /** Second, quieter line or trailing words. */
  hint?: string
  icon?: Icon
  /** Hue of a dot before the label, 0 to 360. */
  hue?: number
  /** A CSS colour of the dot instead. */
  color?: string
  /** Draws a channel's sign before the label, by its icon key. */
  glyph?: string
  /** Draws the person's avatar before the label. */
  avatar?: { id: number | string; name: string; src?: string | null }
  count?: number
  disabled?: boolean
}

/** One entry of a menu. */
export type MenuItem =
  | {
      label: string
      icon?: Icon
      /** Keys shown at the end, like `Ctrl K`. */
      keys?: string
      hint?: string
      hue?: number
      /** Draws the person's avatar before the label. */
      avatar?: { id: number | string; name: string; src?: string | null }
      danger?: boolean
      disabled?: boolean
      /** Draws a tick when true and keeps its room when false. */
      checked?: boolean
      onselect?: () => void
      items?: MenuItem[]
    }
  | 'separator'
  | { heading: string }
  /** Small entries side by side, like reactions. */
  | { row: { text: string; label: string; pressed?: boolean; onselect: () => void }[] }
