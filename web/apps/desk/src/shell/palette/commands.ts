//! What the palette offers: on the conversation on screen, places to go, and what is the person's own.
import { LOCALES, type Conversation } from '@guiche/core'
import type { Icon } from '@guiche/ui'
import AlarmClock from '@lucide/svelte/icons/alarm-clock'
import ArrowRightLeft from '@lucide/svelte/icons/arrow-right-left'
import Bell from '@lucide/svelte/icons/bell'
import BellOff from '@lucide/svelte/icons/bell-off'
import Building2 from '@lucide/svelte/icons/building-2'
import CircleCheck from '@lucide/svelte/icons/circle-check'
import CirclePause from '@lucide/svelte/icons/circle-pause'
import Keyboard from '@lucide/svelte/icons/keyboard'
import Languages from '@lucide/svelte/icons/languages'
import LinkIcon from '@lucide/svelte/icons/link'
import LogOut from '@lucide/svelte/icons/log-out'
import MailOpen from '@lucide/svelte/icons/mail'
import Palette from '@lucide/svelte/icons/palette'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import Rows3 from '@lucide/svelte/icons/rows-3'
import SignalHigh from '@lucide/svelte/icons/signal-high'
import Undo2 from '@lucide/svelte/icons/undo-2'
import UserRoundCheck from '@lucide/svelte/icons/user-round-check'
import Users from '@lucide/svelte/icons/users-round'
import { featureChoices, peopleChoices, priorityChoices, teamChoices } from '../../inbox/choices.ts'
import { dialogsFor } from '../../inbox/dialogs.ts'
import { overlays } from '../../inbox/overlays.svelte.ts'
import type { Choice } from '../../inbox/Picker.svelte'
import { moments } from '../../inbox/snooze.ts'
import { copyText } from '../../lib/browser.ts'
import { deskContext } from '../../lib/context.ts'
import { features } from '../../lib/features.ts'
import { t, words, type Key } from '../../lib/i18n.ts'
import { keyLabel } from '../../lib/keys.ts'
import { prefs, type Theme } from '../../lib/prefs.svelte.ts'
import { router } from '../../lib/router.svelte.ts'
import { inAccount, session } from '../../lib/session.svelte.ts'
import { toast } from '../../lib/toasts.ts'
import { tree } from '../../pages/settings/pages.ts'
import { LANGUAGES } from '../../pages/shared/languages.ts'
import * as act from '../../state/actions.ts'
import { directory } from '../../state/directory.svelte.ts'
import { personal } from '../../state/personal.svelte.ts'
import { FIXED_VIEWS, placeOf, viewPath, type View } from '../../state/views.ts'
import { AVAILABILITIES, availabilityWord, myAvailability, setAvailability } from '../availability.ts'
import { shell } from '../shell.svelte.ts'
import { VIEW_ICONS } from '../view-icons.ts'

/** A line of the palette. */
export interface PaletteItem {
  id: string
  title: string
  group: string
  finds?: string | undefined
  hint?: string | undefined
  icon?: Icon | undefined
  /** Key of a channel's glyph. */
  glyph?: string | undefined
  color?: string | undefined
  person?: Choice['person']
  keys?: string | undefined
  checked?: boolean | undefined
  /** What it does; or the lines that it leads to. */
  run?: () => void
  more?: () => PaletteItem[]
}

/** All of it. */
export function paletteItems(c: Conversation | undefined): PaletteItem[] {
  return [...(c ? onConversation(c) : []), ...places(), ...plugged(c), ...own()]
}

function fromChoices(group: string, choices: Choice[]): PaletteItem[] {
  return choices.map((one) => ({
    id: `choice:${one.id}`,
    title: one.label,
    group: one.group ?? group,
    hint: one.hint,
    icon: one.icon,
    color: one.color,
    person: one.person,
    checked: one.checked,
    run: one.run,
  }))
}

function onConversation(c: Conversation): PaletteItem[] {
  const group = t('keys.conversation')
  const place = placeOf(c)
  const muted = personal.muted.has(c.id)
  const item = (id: string, title: string, icon: Icon, rest: Partial<PaletteItem>): PaletteItem => ({ id: `c:${id}`, title, group, icon, ...rest })
  const name = t('picker.people')
  return [
    ...(place === 'queue' || place === 'automatic' ? [item('claim', t('action.claim'), UserRoundCheck, { keys: keyLabel('claim'), run: () => void act.claim(c) })] : []),
    ...(c.status === 'resolved'
      ? []
      : [item('resolve', t('keys.resolve'), CircleCheck, { keys: keyLabel('resolve'), run: () => void act.resolve(c) })]),
    ...(c.status === 'open' ? [] : [item('reopen', t('palette.reopen'), RotateCcw, { run: () => void act.reopen(c) })]),
    item('assign', t('palette.assign'), UserRoundCheck, { keys: keyLabel('assign'), more: () => fromChoices(name, peopleChoices(c)) }),
    ...(directory.teams.length
      ? [item('transfer', t('palette.transfer'), ArrowRightLeft, { more: () => fromChoices(t('tree.teams'), teamChoices(c)) })]
      : []),
    item('snooze', t('palette.snooze'), AlarmClock, { keys: keyLabel('snooze'), more: () => snoozes(c) }),
    item('priority', t('palette.priority'), SignalHigh, { keys: keyLabel('priority'), more: () => fromChoices(t('details.priority'), priorityChoices(c)) }),
    ...features.flatMap((f) => {
      const { conversationChoices: choices } = f
      if (!choices) return []
      const title = words(`${f.name}.${choices.title}`)
      return [item(f.name, title, choices.icon as Icon, { keys: choices.key.toUpperCase(), more: () => fromChoices(title, featureChoices(c, choices, directory.nav[f.name] ?? [])) })]
    }),
    ...dialogsFor(c).map(({ name: dialog, feature, dialog: { title, icon, key } }) =>
      item(dialog, words(`${feature}.${title}`), icon as Icon, { keys: key?.toUpperCase(), run: () => setTimeout(() => (overlays.open = dialog), 60) }),
    ),
    ...(place === 'pending' || c.status === 'resolved' ? [] : [item('pending', t('action.pending'), CirclePause, { run: () => void act.setPending(c) })]),
    ...(c.meta.assignee ? [item('return', t('action.return'), Undo2, { run: () => void act.returnToQueue(c) })] : []),
    item('mute', t(muted ? 'action.unmute' : 'palette.mute'), muted ? Bell : BellOff, { run: () => void act.setMuted(c, !muted) }),
    item('unread', t('action.unread'), MailOpen, { keys: keyLabel('unread'), run: () => void act.markUnread(c) }),
    item('link', t('action.copy_link'), LinkIcon, { run: () => void copyLink() }),
  ]
}

async function copyLink(): Promise<void> {
  if (await copyText(location.href)) toast(t('done.link_copied'))
}

function snoozes(c: Conversation): PaletteItem[] {
  return moments(Math.floor(Date.now() / 1000)).map((m) => ({
    id: `snooze:${m.id}`,
    title: m.label,
    hint: m.hint,
    group: t('action.snooze'),
    icon: AlarmClock,
    run: () => void act.snooze(c, m.at),
  }))
}

function places(): PaletteItem[] {
  const group = t('palette.go')
  const to = (path: string) => () => router.go(inAccount(path))
  const view = (v: Pick<View, 'kind' | 'id' | 'param' | 'value'>) => to(viewPath(v))
  return [
    ...FIXED_VIEWS.map<PaletteItem>((kind) => ({ id: `view:${kind}`, title: t(`view.${kind}` satisfies Key), group, icon: VIEW_ICONS[kind], finds: t('dock.conversations'), run: view({ kind }) })),
    ...directory.teams.map<PaletteItem>((one) => ({ id: `team:${one.id}`, title: one.name, group: t('tree.teams'), icon: Users, run: view({ kind: 'team', id: one.id }) })),
    ...directory.inboxes.map<PaletteItem>((one) => ({ id: `inbox:${one.id}`, title: one.name, group: t('tree.inboxes'), glyph: directory.glyph(one), run: view({ kind: 'inbox', id: one.id }) })),
    ...features.flatMap((f) => {
      const { nav } = f
      if (!nav) return []
      const title = words(`${f.name}.${nav.title}`)
      return (directory.nav[f.name] ?? []).map<PaletteItem>((one) => ({ id: `${f.name}:${one.value}`, title: one.label, group: title, color: one.color ?? 'var(--ink-3)', finds: title, run: view({ kind: 'feature', param: nav.param, value: one.value }) }))
    }),
    ...features.flatMap((f) => (f.pages ?? []).map<PaletteItem>((page) => ({ id: `page:${page.path}`, title: words(`${f.name}.${page.title}`), group, icon: page.icon as Icon, run: to(`/${page.path}`) }))),
    ...tree().flatMap((g) => g.entries.map<PaletteItem>((e) => ({ id: `settings:${e.path}`, title: e.title, group: t('dock.settings'), finds: `${e.finds} ${t('dock.settings')}`, icon: e.icon, run: to(e.path) }))),
  ]
}

function plugged(c: Conversation | undefined): PaletteItem[] {
  const desk = deskContext()
  return features.flatMap((f) =>
    (f.commands?.(desk, c) ?? []).map<PaletteItem>((one) => {
      const whole = `${f.name}.${one.title}`
      const title = words(whole)
      return { id: `${f.name}:${one.id}`, title: title === whole ? one.title : title, group: t('palette.more'), finds: one.finds, icon: one.icon as Icon | undefined, keys: one.keys, run: one.run }
    }),
  )
}

function own(): PaletteItem[] {
  const group = t('palette.own')
  const themes: { value: Theme; word: Key }[] = [{ value: 'light', word: 'palette.light' }, { value: 'dark', word: 'palette.dark' }, { value: 'system', word: 'palette.system' }]
  const accounts = (session.me?.accounts ?? []).filter((a) => a.id !== session.account?.id)
  return [
    ...AVAILABILITIES.map<PaletteItem>((a) => ({ id: `availability:${a}`, title: t('palette.availability', { name: availabilityWord(a) }), group, finds: t('availability.title'), checked: myAvailability() === a, run: () => void setAvailability(a) })),
    ...themes.map<PaletteItem>((one) => ({ id: `theme:${one.value}`, title: t(one.word), group, icon: Palette, checked: prefs.theme === one.value, run: () => prefs.set('theme', one.value) })),
    ...LOCALES.map<PaletteItem>((l) => ({ id: `language:${l}`, title: t('palette.language', { name: LANGUAGES[l] }), group, finds: 'language idioma língua', icon: Languages, checked: session.locale === l, run: () => { prefs.set('locale', l); void session.useLocale(l) } })),
    ...(['compact', 'comfortable'] as const).map<PaletteItem>((d) => ({ id: `density:${d}`, title: t('palette.density', { name: t(`density.${d}`) }), group, icon: Rows3, checked: prefs.all.density === d, run: () => prefs.set('density', d) })),
    ...accounts.map<PaletteItem>((a) => ({ id: `account:${a.id}`, title: t('palette.account', { name: a.name }), group, icon: Building2, run: () => session.openAccount(a.id) })),
    { id: 'shortcuts', title: t('shortcuts.title'), group, icon: Keyboard, keys: keyLabel('sheet'), run: () => (shell.shortcuts = true) },
    { id: 'sign-out', title: t('account.sign_out'), group, icon: LogOut, run: () => void session.signOut() },
  ]
}
