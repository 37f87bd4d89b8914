import { describe, expect, it } from 'vitest'
import { Formats, fold, initials } from '../format.ts'

const at = (text: string) => Date.parse(text) / 1000
const pt = new Formats('pt-BR', 'America/Sao_Paulo')
const en = new Formats('en', 'America/Sao_Paulo')
const now = at('2026-11-22T15:40:00-03:00')

describe('formats', () => {
  it('writes moments of a list', () => {
    expect(pt.short(now - 10, now)).toBe('agora')
    expect(pt.short(now - 300, now)).toBe('5 min')
    expect(pt.relative(now - 300, now)).toBe('há 5 min')
    expect(pt.short(now - 3 * 3600, now)).toBe('3 h')
    expect(pt.short(at('2026-11-21T10:00:00-03:00'), now)).toBe('ontem')
    expect(pt.short(at('2026-10-12T10:00:00-03:00'), now)).toBe('12 out.')
    expect(pt.short(at('2025-10-12T10:00:00-03:00'), now)).toBe('12 out. 2025')
  })

  it('writes times, days and durations', () => {
    expect(pt.time(now)).toBe('15:40')
    expect(en.time(now).replace('\u202f', ' ')).toBe('3:40 PM')
    expect(pt.day(now, now)).toBe('Hoje')
    expect(pt.day(at('2026-10-12T10:00:00-03:00'), now)).toBe('12 de outubro')
    expect(pt.duration(4800)).toBe('1 h 20 min')
    expect(pt.duration(2 * 86_400)).toBe('2 dias')
    expect(pt.moment(at('2026-11-23T09:00:00-03:00'), now)).toBe('amanhã, 09:00')
  })

  it('writes counters, sizes and phones', () => {
    expect(pt.counter(0)).toBe('')
    expect(pt.counter(1083)).toBe('1.083')
    expect(pt.counter(100_000)).toBe('100 mil')
    expect(pt.size(1_887_437)).toBe('1,8 MB')
    expect(pt.phone('+5511987654321')).toBe('(11) 98765-4321')
    expect(en.phone('+5511987654321')).toBe('+55 11 98765-4321')
    expect(pt.phone('+351912345678')).toBe('+351912345678')
  })

  it('takes initials and folds', () => {
    expect(initials('Ana Beatriz Souza')).toBe('AS')
    expect(initials('  ')).toBe('?')
    expect(fold('São João')).toBe('sao joao')
  })
})
