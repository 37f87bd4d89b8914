import { describe, expect, it } from 'vitest'
import { mark } from '../marks.ts'

const hits = (text: string, query: string): string[] =>
  mark(text, query)
    .filter((m) => m.hit)
    .map((m) => m.text)

describe('marks', () => {
  it('finds words whatever their accents and case', () => {
    expect(hits('São João chegou', 'joao sao')).toEqual(['São', 'João'])
    expect(hits('Pix do pedido', 'PIX')).toEqual(['Pix'])
  })

  it('keeps the whole text', () => {
    const text = 'Entrega em São Luís, amanhã 😀'
    expect(
      mark(text, 'luis 😀')
        .map((m) => m.text)
        .join(''),
    ).toBe(text)
    expect(mark(text, '')).toEqual([{ text, hit: false }])
  })
})
