//! What can be chosen for a conversation: who, which team, how urgent, what features offer.
import type { Conversation, ConversationChoices, NavItem, Priority } from '@guiche/core'
import UserRoundX from '@lucide/svelte/icons/user-round-x'
import Users from '@lucide/svelte/icons/users-round'
import { t } from '../lib/i18n.ts'
import { availabilityWord } from '../shell/availability.ts'
import { session } from '../lib/session.svelte.ts'
import { assign, assignTeam, choose, setPriority } from '../state/actions.ts'
import { directory } from '../state/directory.svelte.ts'
import type { Choice } from './Picker.svelte'

/** People who may have it, oneself first. */
export function peopleChoices(c: Conversation, grouped = false): Choice[] {
  const me = session.me?.id
  const group = grouped ? t('picker.people') : undefined
  const people = [...directory.agents].sort(
    (a, b) => Number(b.id === me) - Number(a.id === me) || rank(a.id) - rank(b.id) || a.name.localeCompare(b.name),
  )
  const nobody: Choice = {
    id: 'nobody',
    label: t('picker.nobody'),
    group,
    icon: UserRoundX,
    checked: !c.meta.assignee,
    run: () => void assign(c, null),
  }
  return [
    ...people.map<Choice>((a) => ({
      id: `p${a.id}`,
      label: a.id === me ? t('picker.me', { name: a.name }) : a.name,
      group,
      person: { id: a.id, name: a.name, src: a.thumbnail },
      hint: away(a.id),
      checked: c.meta.assignee?.id === a.id,
      run: () => void assign(c, a),
    })),
    nobody,
  ]
}

/** Teams. */
export function teamChoices(c: Conversation, grouped = false): Choice[] {
  const group = grouped ? t('tree.teams') : undefined
  const none: Choice = {
    id: 'noteam',
    label: t('picker.no_team'),
    group,
    icon: UserRoundX,
    checked: !c.meta.team,
    run: () => void assignTeam(c, null),
  }
  return [
    ...directory.teams.map<Choice>((team) => ({
      id: `t${team.id}`,
      label: team.name,
      group,
      icon: Users,
      checked: c.meta.team?.id === team.id,
      run: () => void assignTeam(c, team),
    })),
    none,
  ]
}

/** Degrees of urgency. */
export function priorityChoices(c: Conversation): Choice[] {
  const all: { value: Priority | null; label: string }[] = [
    { value: 'urgent', label: t('priority.urgent') },
    { value: 'high', label: t('priority.high') },
    { value: 'medium', label: t('priority.medium') },
    { value: 'low', label: t('priority.low') },
    { value: null, label: t('priority.none') },
  ]
  return all.map((p) => ({
    id: p.value ?? 'none',
    label: p.label,
    checked: (c.priority ?? null) === p.value,
    run: () => void setPriority(c, p.value),
  }))
}

/** A feature's choices: each toggles. */
export function featureChoices(c: Conversation, choices: ConversationChoices, items: readonly NavItem[]): Choice[] {
  const now = choices.current(c)
  return items.map((item) => ({
    id: item.value,
    label: item.label,
    color: item.color,
    checked: now.includes(item.value),
    run: () =>
      void choose(c, choices, now.includes(item.value) ? now.filter((v) => v !== item.value) : [...now, item.value]),
  }))
}

/** Words for who is not available. */
function away(id: number): string | undefined {
  const state = directory.people[id] ?? 'offline'
  return state === 'online' ? undefined : directory.states.get(id)?.reason || availabilityWord(state)
}

function rank(id: number): number {
  return { online: 0, busy: 1, offline: 2 }[directory.people[id] ?? 'offline']
}
