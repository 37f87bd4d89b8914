//! Business hours in the form: a week of intervals, holidays, and lists of holidays read from files. Pure.

/** An interval of a day by the clock; an end at or before the start is on the day after. */
export interface Interval {
  from: string
  to: string
}

/** A weekday, Sunday is 0. */
export interface Day {
  day_of_week: number
  intervals: Interval[]
}

/** A day with other hours: `2026-12-24`, or `12-24` for every year. */
export interface Holiday {
  date: string
  name: string
  message?: string | null
  intervals?: Interval[]
}

export interface Holidays {
  national: boolean
  carnival: boolean
  corpus_christi: boolean
  messages: Record<string, string>
  own: Holiday[]
}

/** The week as the form holds it: midnight at a day's end is `00:00`, as clocks show it. */
export function weekOf(given: unknown): Day[] {
  const days = Array.isArray(given) ? (given as Day[]) : []
  return Array.from({ length: 7 }, (_, day_of_week) => {
    const found = days.find((day) => day.day_of_week === day_of_week)
    return { day_of_week, intervals: (found?.intervals ?? []).map(({ from, to }) => ({ from, to: to === '24:00' ? '00:00' : to })) }
  })
}

export function holidaysOf(given: unknown): Holidays {
  const { national, carnival, corpus_christi, messages, own } = (given ?? {}) as Partial<Holidays>
  return { national: national === true, carnival: carnival === true, corpus_christi: corpus_christi === true, messages: messages ?? {}, own: own ?? [] }
}

/** Whether an interval ends on the day after. */
export const overnight = (one: Interval): boolean => one.to <= one.from && one.to !== '00:00'

const minutes = (clock: string): number => (clock ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)) : NaN)

/** Whether two intervals of a day share minutes, or one has no times. */
export function faulty(intervals: readonly Interval[]): boolean {
  const spans = intervals
    .map(({ from, to }) => [minutes(from), minutes(to) <= minutes(from) ? minutes(to) + 1440 : minutes(to)] as const)
    .toSorted((a, b) => a[0] - b[0])
  return spans.some(([from, to], at) => Number.isNaN(from + to) || (at > 0 && from < spans[at - 1]![1]))
}

/** An interval that goes on after the last one of a day. */
export function another(intervals: readonly Interval[]): Interval {
  const last = intervals.at(-1)
  if (!last) return { from: '09:00', to: '18:00' }
  const start = Math.min(minutes(last.to) + 60, 1380)
  const clock = (at: number) => `${String(Math.floor(at / 60) % 24).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`
  return { from: clock(start), to: clock(Math.min(start + 240, 1439)) }
}

/** Holidays in a calendar (iCal) or a table (CSV: date, name, message); lines that name no day are passed over. */
export function readHolidays(text: string): Holiday[] {
  const found = /BEGIN:VCALENDAR/i.test(text) ? fromCalendar(text) : fromTable(text)
  const seen = new Set<string>()
  return found.filter(({ date, name }) => name && !seen.has(date) && seen.add(date)).slice(0, 500)
}

function fromCalendar(text: string): Holiday[] {
  // A line that begins with a space goes on with the one before.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const plain = (value: string) => value.replace(/\\n/gi, ' ').replace(/\\([,;\\])/g, '$1').trim()
  const out: Holiday[] = []
  let event: Record<string, string> | undefined
  for (const line of lines) {
    if (/^BEGIN:VEVENT/i.test(line)) event = {}
    else if (/^END:VEVENT/i.test(line)) {
      const day = /^(\d{4})(\d{2})(\d{2})/.exec(event?.['DTSTART'] ?? '')
      const yearly = /FREQ=YEARLY/i.test(event?.['RRULE'] ?? '')
      if (day) out.push({ date: `${yearly ? '' : `${day[1]}-`}${day[2]}-${day[3]}`, name: plain(event?.['SUMMARY'] ?? '').slice(0, 120) })
      event = undefined
    } else if (event) {
      const at = line.indexOf(':')
      const key = line.slice(0, at).split(';')[0]!.toUpperCase()
      if (at > 0 && !(key in event)) event[key] = line.slice(at + 1)
    }
  }
  return out
}

function fromTable(text: string): Holiday[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const [first = '', name = '', message = ''] = cells(line)
      const date = dayOf(first)
      return date ? [{ date, name: name.slice(0, 120), ...(message && { message: message.slice(0, 2000) }) }] : []
    })
}

/** The cells of a line, parted by comma, semicolon or tab, in quotes where they hold one. */
function cells(line: string): string[] {
  const mark = [';', '\t', ','].find((one) => line.includes(one)) ?? ','
  const out = ['']
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const c = line[at]!
    if (c === '"' && quoted && line[at + 1] === '"') {
      out.push((out.pop() ?? '') + c)
      at++
    } else if (c === '"') quoted = !quoted
    else if (c === mark && !quoted) out.push('')
    else out.push((out.pop() ?? '') + c)
  }
  return out.map((cell) => cell.trim())
}

/** `24/12/2026`, `24/12`, `2026-12-24`, `12-24` as we keep them; nothing for a day that is none. */
function dayOf(text: string): string {
  const brazilian = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?$/.exec(text)
  const iso = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text)
  const [year, month, day] = brazilian ? [brazilian[3], brazilian[2], brazilian[1]] : iso ? [iso[1], iso[2], iso[3]] : []
  if (!month || !day) return ''
  const [y, m, d] = [Number(year ?? 2024), Number(month), Number(day)]
  const real = new Date(Date.UTC(y, m - 1, d))
  if (real.getUTCMonth() !== m - 1 || real.getUTCDate() !== d) return ''
  const rest = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return year ? `${year}-${rest}` : rest
}
