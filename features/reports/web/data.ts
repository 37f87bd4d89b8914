//! What the server counts, asked for a view.
import type { DeskContext } from '@guiche/core'
import type { Kind, Metric, Subject, View } from './address.ts'
import { days, type Span, type Step } from './period.ts'

/** The figures of a stretch; times in seconds, null of nothing. */
export type Figures = Record<Metric, number | null>

/** A point of a series: when it begins, and how many or how long. */
export interface Point {
  at: number
  value: number | null
}

/** The figures of one person, team or inbox. */
export interface Row {
  id: number
  name: string
  conversations: number
  resolved: number
  firstResponse: number | null
  reply: number | null
  resolution: number | null
}

/** Days over which hours are asked for one by one. */
export const HOURS_OF_DAYS = 400

const NAMES: Record<Metric, string> = {
  conversations: 'conversations_count',
  resolved: 'resolutions_count',
  firstResponse: 'avg_first_response_time',
  reply: 'reply_time',
  resolution: 'avg_resolution_time',
  incoming: 'incoming_messages_count',
}
const TYPES: Record<Kind, string> = { agents: 'agent', teams: 'team', inboxes: 'inbox', labels: 'label' }

/** Whether a figure is a length of time. */
export function isTime(metric: Metric): boolean {
  return metric === 'firstResponse' || metric === 'reply' || metric === 'resolution'
}

/** Epoch seconds. */
const secs = (date: Date): number => Math.floor(date.getTime() / 1000)

/** Asks the server. */
export class Source {
  readonly #desk: DeskContext

  constructor(desk: DeskContext) {
    this.#desk = desk
  }

  #path(rest: string): string {
    return `/api/v2/accounts/${this.#desk.accountId}/${rest}`
  }

  #query(span: Span, business: boolean, of?: Subject): Record<string, string | number> {
    return {
      since: secs(span.from),
      until: secs(span.to),
      timezone_offset: -span.from.getTimezoneOffset() / 60,
      ...(business && { business_hours: 'true' }),
      ...(of ? { type: TYPES[of.kind], id: of.id } : { type: 'account' }),
    }
  }

  async figures(span: Span, { business, of }: View): Promise<Figures> {
    const answer = await this.#desk.api.http.get<Record<string, number>>(this.#path('reports/summary'), this.#query(span, business, of))
    const read = (metric: Metric): number | null => {
      const value = answer[NAMES[metric]] ?? 0
      return isTime(metric) && value === 0 ? null : value
    }
    return Object.fromEntries(Object.keys(NAMES).map((metric) => [metric, read(metric as Metric)])) as Figures
  }

  async series(span: Span, metric: Metric, step: Step, { business, of }: View): Promise<Point[]> {
    const query = { ...this.#query(span, business, of), metric: NAMES[metric], group_by: step }
    const points = await this.#desk.api.http.get<{ timestamp: number; value: number; count?: number }[]>(this.#path('reports'), query)
    return points.map(({ timestamp, value, count }) => ({ at: timestamp, value: isTime(metric) && !count ? null : value }))
  }

  /** Conversations by the hour in which they began; nothing for stretches that are too long to ask. */
  async hours(view: View): Promise<Point[] | undefined> {
    return days(view.span) > HOURS_OF_DAYS ? undefined : this.series(view.span, 'conversations', 'hour', view)
  }

  async rows(kind: Kind, span: Span, { business }: View): Promise<Row[]> {
    const path = this.#path(`summary_reports/${TYPES[kind]}`)
    type Answer = { id: number; name?: string; conversations_count: number; resolved_conversations_count: number; avg_resolution_time: number | null; avg_first_response_time: number | null; avg_reply_time: number | null }
    const [rows, names] = await Promise.all([
      this.#desk.api.http.get<Answer[]>(path, this.#query(span, business)),
      kind === 'labels' ? new Map<number, string>() : this.names(kind),
    ])
    return rows.map((row) => ({
      id: row.id,
      name: row.name ?? names.get(row.id) ?? `${row.id}`,
      conversations: row.conversations_count,
      resolved: row.resolved_conversations_count,
      firstResponse: row.avg_first_response_time,
      reply: row.avg_reply_time,
      resolution: row.avg_resolution_time,
    }))
  }

  /** Everyone or everything there is of a kind. */
  async names(kind: Kind): Promise<Map<number, string>> {
    const { api } = this.#desk
    const labels = (): Promise<{ id: number; name: string }[]> => api.http.get(this.#path('summary_reports/label'), { since: 0, until: 0 })
    const all: { id: number; name: string }[] = await (kind === 'agents' ? api.agents() : kind === 'teams' ? api.teams() : kind === 'inboxes' ? api.inboxes() : labels())
    return new Map(all.map((one) => [one.id, one.name]))
  }

  /** Where a table to download lies. */
  sheet(name: 'conversations_summary' | 'conversation_traffic' | Kind, view: View): string {
    const query = new URLSearchParams(Object.entries(this.#query(view.span, view.business, view.of)).map(([key, value]) => [key, String(value)]))
    if (name === 'conversations_summary') query.set('group_by', view.step === 'hour' ? 'day' : view.step)
    return `${this.#path(`reports/${name}`)}?${query}`
  }
}

/** Mean conversations of each weekday (Sunday first) and hour over a stretch; `upTo` cuts what has not come yet. */
export function byWeekdayAndHour(points: readonly Point[], upTo: number): number[][] {
  const sums = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  const seen = Array.from({ length: 7 }, () => new Set<string>())
  for (const { at, value } of points) {
    if (at > upTo) continue
    const moment = new Date(at * 1000)
    const day = moment.getDay()
    sums[day]![moment.getHours()]! += value ?? 0
    seen[day]!.add(moment.toDateString())
  }
  return sums.map((hours, day) => hours.map((sum) => sum / Math.max(1, seen[day]!.size)))
}
