//! Which pop-over of the open conversation is open: keys open them too.

/** The pop-overs. `feature:x` is a feature's choices. */
export type Overlay = 'assign' | 'transfer' | 'snooze' | 'priority' | `feature:${string}` | undefined

class Overlays {
  open = $state<Overlay>(undefined)
}

/** The one set. */
export const overlays = new Overlays()
