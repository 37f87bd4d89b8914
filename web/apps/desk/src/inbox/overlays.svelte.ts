//! Which pop-over of the open conversation is open: keys open them too.

/** The pop-overs. `feature:x` is a feature's choices, `dialog:x:y` a dialog of its own. */
export type Overlay = 'assign' | 'snooze' | 'priority' | `feature:${string}` | `dialog:${string}:${string}` | undefined

class Overlays {
  open = $state<Overlay>(undefined)
}

/** The one set. */
export const overlays = new Overlays()
