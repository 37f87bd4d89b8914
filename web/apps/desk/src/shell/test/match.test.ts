import { describe, expect, it } from 'vitest'
import { find, score } from '../palette/match.ts'

const all = ['Resolver atendimento', 'Reabrir', 'Ir para Configurações', 'Adiar', 'Silenciar', 'Atribuir a Rafael'].map((title) => ({ title }))
const titles = (query: string): string[] => find(all, query).map((c) => c.title)

describe('the palette', () => {
  it('finds by the beginnings of words, whatever accents and case', () => {
    expect(titles('conf')).toEqual(['Ir para Configurações'])
    expect(titles('CONFIGURACOES')).toEqual(['Ir para Configurações'])
    expect(titles('atr raf')).toEqual(['Atribuir a Rafael'])
    expect(titles('re')[0]).toBe('Reabrir')
  })
  it('forgives letters that are left out, but not a wrong start', () => {
    expect(titles('rslv')).toEqual(['Resolver atendimento'])
    expect(titles('xesolver')).toEqual([])
  })
  it('offers all in their order while nothing is asked', () => {
    expect(titles('  ')).toHaveLength(all.length)
    expect(score('Adiar', '')).toBe(1)
  })
  it('finds by further words', () => {
    expect(find([{ title: 'Tema escuro', finds: 'dark noite' }], 'noite')).toHaveLength(1)
  })
})
