//! What a report shows, as an address: a link shows the same to whoever opens it. Pure.
import { midnight, plusDays, readDay, steps, writeDay, type Span, type Step } from './period.ts'

/** Whose figures stand side by side. */
export const KINDS = ['agents', 'teams', 'inboxes', 'labels'] as const
export type Kind = (typeof KINDS)[number]

/** The figures, in their order. */
export const METRICS = ['conversations', 'resolved', 'firstResponse', 'reply', 'resolution', 'incoming'] as const
export type Metric = (typeof METRICS)[number]

/** One person, team or inbox alone. */
export interface Subject {
  kind: Kind
  id: number
}

/** What is shown. */
export interface View {
  /** Side by side; undefined for the conversations themselves. */
  kind: Kind | undefined
  span: Span
  step: Step
  metric: Metric
  compare: boolean
  /** Times count only while the inbox was open. */
  business: boolean
  of: Subject | undefined
}

const USUAL_DAYS = 30

/** The last `n` days with today. */
export function lastDays(n: number, now: Date): Span {
  const tomorrow = plusDays(midnight(now), 1)
  return { from: plusDays(tomorrow, -n), to: tomorrow }
}

function oneOf<T extends string>(all: readonly T[], text: string | null): T | undefined {
  return all.find((one) => one === text)
}

/** Reads an address: what follows the page's own path, and the query. */
export function readView(rest: string, query: URLSearchParams, now: Date): View {
  const [from, last] = [readDay(query.get('from')), readDay(query.get('to'))]
  const span = from && last && from <= last ? { from, to: plusDays(last, 1) } : lastDays(USUAL_DAYS, now)
  const possible = steps(span)
  const [, kind, id] = /^(\w+):(\d+)$/.exec(query.get('of') ?? '') ?? []
  const subject = oneOf(KINDS, kind ?? null)
  return {
    kind: oneOf(KINDS, rest),
    span,
    step: oneOf(possible, query.get('by')) ?? possible[0]!,
    metric: oneOf(METRICS, query.get('show')) ?? 'conversations',
    compare: query.get('compare') !== 'no',
    business: query.get('hours') === 'open',
    of: subject && { kind: subject, id: Number(id) },
  }
}

/** The address of a view, below the account; what is usual is left out, but for the period. */
export function writeView(view: View): string {
  const query = new URLSearchParams()
  query.set('from', writeDay(view.span.from))
  query.set('to', writeDay(plusDays(view.span.to, -1)))
  if (view.step !== steps(view.span)[0]) query.set('by', view.step)
  if (view.metric !== 'conversations') query.set('show', view.metric)
  if (!view.compare) query.set('compare', 'no')
  if (view.business) query.set('hours', 'open')
  if (view.of && !view.kind) query.set('of', `${view.of.kind}:${view.of.id}`)
  return `/reports${view.kind ? `/${view.kind}` : ''}?${query}`
}
