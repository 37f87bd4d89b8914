//! The signs of the fixed views.
import type { Icon } from '@guiche/ui'
import AlarmClock from '@lucide/svelte/icons/alarm-clock'
import Archive from '@lucide/svelte/icons/archive'
import AtSign from '@lucide/svelte/icons/at-sign'
import Bot from '@lucide/svelte/icons/bot'
import CirclePause from '@lucide/svelte/icons/circle-pause'
import Hourglass from '@lucide/svelte/icons/hourglass'
import Inbox from '@lucide/svelte/icons/inbox'
import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark'
import UserRound from '@lucide/svelte/icons/user-round'
import UserRoundX from '@lucide/svelte/icons/user-round-x'
import type { FixedView } from '../state/views.ts'

export const VIEW_ICONS: Record<FixedView, Icon> = {
  queue: Hourglass,
  mine: UserRound,
  unassigned: UserRoundX,
  all: Inbox,
  mentions: AtSign,
  unattended: MessageCircleQuestion,
  automatic: Bot,
  pending: CirclePause,
  snoozed: AlarmClock,
  history: Archive,
}
