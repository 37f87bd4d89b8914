//! The tree of the area: one address for each kind of report.
import type { PageTree } from '@guiche/core'
import Inbox from '@lucide/svelte/icons/inbox'
import MessagesSquare from '@lucide/svelte/icons/messages-square'
import Tag from '@lucide/svelte/icons/tag'
import Users from '@lucide/svelte/icons/users'
import UsersRound from '@lucide/svelte/icons/users-round'

const tree: PageTree = {
  items: [
    { path: '', title: 'kind.account', icon: MessagesSquare },
    { path: 'teams', title: 'kind.teams', icon: UsersRound },
    { path: 'agents', title: 'kind.agents', icon: Users },
    { path: 'inboxes', title: 'kind.inboxes', icon: Inbox },
    { path: 'labels', title: 'kind.labels', icon: Tag },
  ],
}

export default tree
