import { Formats } from '@guiche/core'
import { expect, test } from 'vitest'
import { readView, writeView } from '../address.ts'
import { byWeekdayAndHour } from '../data.ts'
import { called, comparable, days, moved, readDay, shift, steps, writeDay, type Span } from '../period.ts'
import { change, writer } from '../words.ts'

const span = (from: string, last: string): Span => ({ from: readDay(from)!, to: new Date(readDay(last)!.getFullYear(), readDay(last)!.getMonth(), readDay(last)!.getDate() + 1) })
const text = ({ from, to }: Span): string => `${writeDay(from)} ${writeDay(to)}`
const OCTOBER = span('2026-10-01', '2026-10-31')

test('a month moves by months, other stretches by their own length', () => {
  expect(text(moved(OCTOBER, -1))).toBe('2026-09-01 2026-10-01')
  expect(text(moved(span('2026-01-01', '2026-03-31'), 1))).toBe('2026-04-01 2026-07-01')
  expect(text(moved(span('2026-10-03', '2026-10-09'), -1))).toBe('2026-09-26 2026-10-03')
  expect(days(span('2026-10-03', '2026-10-09'))).toBe(7)
})

test('a running period is held against as much of the one before', () => {
  const noon = new Date(2026, 9, 10, 12)
  expect(comparable(OCTOBER, noon)).toEqual({ from: new Date(2026, 8, 1), to: new Date(2026, 8, 10, 12) })
  expect(text(comparable(OCTOBER, new Date(2026, 10, 2)))).toBe('2026-09-01 2026-10-01')
})

test('days lie over the same weekday of the period before', () => {
  // 1 October 2026 is a Thursday, as is 3 September: two days after the month before begins.
  expect(shift(OCTOBER, 'day')).toBe(-2)
  expect(shift(span('2026-10-05', '2026-10-11'), 'day')).toBe(0)
  expect(shift(OCTOBER, 'week')).toBe(0)
})

test('steps fit the length', () => {
  expect(steps(span('2026-10-01', '2026-10-01'))).toEqual(['hour'])
  expect(steps(OCTOBER)[0]).toBe('day')
  expect(steps(span('2026-01-01', '2026-12-31'))[0]).toBe('month')
})

test('a period is called by its month, its year, or its days', () => {
  expect(called(OCTOBER, 'pt-BR')).toBe('Outubro de 2026')
  expect(called(span('2026-01-01', '2026-12-31'), 'en')).toBe('2026')
  expect(called(span('2026-10-03', '2026-10-09'), 'en')).toContain('Oct 3')
})

test('an address shows the same again, and nonsense in it what is usual', () => {
  const now = new Date(2026, 10, 22, 9)
  const address = '/reports?from=2026-10-01&to=2026-10-31&by=week&show=resolution&compare=no&hours=open&of=teams%3A3'
  const view = readView('', new URLSearchParams(address.split('?')[1]), now)
  expect(writeView(view)).toBe(address)
  expect(view.of).toEqual({ kind: 'teams', id: 3 })
  expect(writeView({ ...view, kind: 'agents' })).toBe(address.replace('/reports?', '/reports/agents?').replace('&of=teams%3A3', ''))
  const odd = readView('nobody', new URLSearchParams('from=2026-13-01&to=x&by=century&show=all&of=planets:1'), now)
  expect(text(odd.span)).toBe('2026-10-24 2026-11-23')
  expect([odd.kind, odd.step, odd.metric, odd.of]).toEqual([undefined, 'day', 'conversations', undefined])
})

test('means of an hour are over the weekdays that were there', () => {
  // Two Sundays, at nine: 3 and 1; what lies ahead does not thin them out.
  const at = (day: number, hour: number): number => new Date(2026, 10, day, hour).getTime() / 1000
  const means = byWeekdayAndHour([{ at: at(1, 9), value: 3 }, { at: at(1, 10), value: 0 }, { at: at(8, 9), value: 1 }, { at: at(15, 9), value: 0 }], at(9, 0))
  expect(means[0]![9]).toBe(2)
  expect(means[0]![10]).toBe(0)
})

test('a change says its direction and what it means', () => {
  const write = writer(new Formats('pt-BR'))
  expect(change(write, 'conversations', 108, 100)).toEqual({ amount: '↑ 8%', word: 'more', tone: 'neutral' })
  expect(change(write, 'resolved', 90, 100)).toEqual({ amount: '↓ 10%', word: 'worse', tone: 'bad' })
  expect(change(write, 'firstResponse', 252, 290)).toEqual({ amount: '↓ 38 s', word: 'better', tone: 'good' })
  expect(change(write, 'incoming', 57, 1).amount).toBe('↑ 56')
  expect(change(write, 'reply', null, 10).word).toBe('none')
  expect(write('firstResponse', 252)).toBe('4 min 12 s')
  expect(write('resolution', null)).toBe('–')
})
